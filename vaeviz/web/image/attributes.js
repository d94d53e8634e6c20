/**
 * The condition of an attributes model: one control for each attribute, a slider between two words or a choice of
 * chips.
 */

/** @import { Actions, PageStore } from "../core/types.js" */
/** @import { PlacedAttribute } from "../latents/attributes.js" */
/** @import { Edits } from "../latents/slider.js" */

import { attributesOf, withChoice, withNumber } from "../latents/attributes.js";
import { createSlider, createValue } from "../latents/slider.js";
import { button, h } from "../core/dom.js";

const KEYS = "Double click or Home: back to 0, the middle. Arrows: 0.1; with Shift: 1.";
const STEPS = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 };

/** @typedef {{node: HTMLElement, place: (c: Float32Array) => void}} Control */

/**
 * Build the controls; hidden for a model without attributes.
 * @param {PageStore} store
 * @param {Actions} actions
 */
export function createAttributes(store, actions) {
  const node = h("div", { className: "attributes", role: "group", ariaLabel: "Attributes of the condition" });
  /** @type {Control[]} */
  let controls = [];
  /** @type {object | null} the model they are built for */
  let built = null;
  store.watch(["model", "c"], ({ model, c }) => {
    if (!model) return;
    if (built !== model) {
      controls = attributesOf(model).map((attribute) =>
        (attribute.values.length ? createChoice : createNumber)(attribute, store, actions),
      );
      node.replaceChildren(...controls.map((control) => control.node));
      node.hidden = !controls.length;
    }
    built = model;
    if (c.length === model.condition?.names.length) controls.forEach((control) => control.place(c));
  });
  return node;
}

/**
 * The same, folded under a line that counts them.
 * @param {PageStore} store
 * @param {Actions} actions
 */
export function createAttributeFold(store, actions) {
  const summary = h("summary", {});
  const node = h(
    "details",
    { className: "attribute-fold", dataTestid: "attributes" },
    summary,
    createAttributes(store, actions),
  );
  store.watch(["model"], ({ model }) => {
    const n = model ? attributesOf(model).length : 0;
    node.hidden = !n;
    summary.textContent = `Attributes (${n})`;
  });
  return node;
}

/** @param {PlacedAttribute} attribute @param {PageStore} store @param {Actions} actions @returns {Control} */
function createNumber(attribute, store, actions) {
  const { name, ends, at } = attribute;
  const take = (/** @type {number} */ value) => store.set({ c: withNumber(store.get().c, attribute, value) });
  /** @type {Edits} */
  const on = {
    begin: (tapped) => actions.remember(null, tapped),
    take,
    reset: () => {
      actions.remember();
      take(0);
    },
  };
  const label = `${name}, from ${ends[0]} to ${ends[1]}`;
  const slider = createSlider({ low: -1, high: 1, test: `attribute-${name}`, label, title: KEYS }, on);
  const value = createValue(`Value of ${name}`, on);
  const node = h(
    "div",
    { className: "attribute" },
    h("span", { className: "name", title: name }, name),
    h("span", { className: "end low" }, ends[0]),
    h("div", { className: "slider middle" }, slider.node),
    h("span", { className: "end" }, ends[1]),
    value.node,
  );
  return {
    node,
    place(c) {
      slider.place(c[at]);
      value.place(c[at]);
    },
  };
}

/** @param {PlacedAttribute} attribute @param {PageStore} store @param {Actions} actions @returns {Control} */
function createChoice(attribute, store, actions) {
  const { name, values, at } = attribute;
  const chips = values.map((value, i) =>
    button(
      value,
      `attribute-${name}-${value}`,
      `${name}: ${value}`,
      () => actions.setCondition(withChoice(store.get().c, attribute, i), `${name}: ${value}.`),
      { className: "chip", role: "radio" },
    ),
  );
  const group = h("div", { className: "chips", role: "radiogroup", ariaLabel: name }, ...chips);
  group.onkeydown = (event) => step(event, chips);
  return {
    node: h("div", { className: "attribute choice" }, h("span", { className: "name", title: name }, name), group),
    place(c) {
      const chosen = chips.findIndex((_, i) => c[at + i] === 1);
      chips.forEach((chip, i) => {
        chip.setAttribute("aria-checked", String(i === chosen));
        chip.tabIndex = i === Math.max(0, chosen) ? 0 : -1;
      });
    },
  };
}

/**
 * Arrows cycle through the values, as in every radio group.
 * @param {KeyboardEvent} event
 * @param {HTMLButtonElement[]} chips
 */
function step(event, chips) {
  if (!(event.key in STEPS)) return;
  event.preventDefault();
  const at = chips.indexOf(/** @type {HTMLButtonElement} */ (event.target));
  const way = STEPS[/** @type {keyof typeof STEPS} */ (event.key)];
  const next = chips[(at + way + chips.length) % chips.length];
  next.focus();
  next.click();
}
