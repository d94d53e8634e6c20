/** One of a few values, bound both ways to a key of the store: buttons side by side, or a list where they are many. */

import { h, press } from "../core/dom.js";

/** @import { Store } from "../core/types.js" */
/** @typedef {(readonly [value: any, text: string])[]} Options */

const MOST_BUTTONS = 4;

/**
 * Make the choice for `key`.
 * @param {{ key: string; label: string; options: Options; hint?: string | null }} options
 * @param {Store<any>} store
 */
export function createChoice({ key, label, options, hint }, store) {
  const make = options.length > MOST_BUTTONS ? createList : createButtons;
  return h(
    "div",
    { className: "control", dataControl: key, dataLabel: label, title: hint },
    h("div", { className: "control-head" }, h("span", { ariaHidden: "true" }, label)),
    make({ key, label, options }, store),
  );
}

/** @param {{ key: string; label: string; options: Options }} options @param {Store<any>} store */
function createButtons({ key, label, options }, store) {
  const buttons = options.map(([value, text]) =>
    h(
      "button",
      { type: "button", dataTestid: `choice-${key}-${value}`, onclick: () => store.set({ [key]: value }) },
      text,
    ),
  );
  store.watch([key], ({ [key]: now }) => options.forEach(([value], i) => press(buttons[i], value === now)));
  return h("div", { className: "group", role: "group", ariaLabel: label, dataTestid: `choice-${key}` }, ...buttons);
}

/** @param {{ key: string; label: string; options: Options }} options @param {Store<any>} store */
function createList({ key, label, options }, store) {
  const list = h(
    "select",
    { ariaLabel: label, dataTestid: `choice-${key}` },
    ...options.map(([, text], i) => h("option", { value: String(i) }, text)),
  );
  list.onchange = () => store.set({ [key]: options[Number(list.value)][0] });
  store.watch([key], ({ [key]: now }) => {
    list.value = String(options.findIndex(([value]) => value === now));
  });
  return list;
}
