/** What is selected: groups A and B under the map, and the direction from B to A. */

import { LONGEST } from "../latents/directions.js";
import { afterFrame, button, h } from "../core/dom.js";
import { createGroup } from "./group.js";
import { differenceOf, LETTERS, membersOf, summaryOf } from "./selection.js";

/** @import { Actions, Many, PageStore, State } from "../core/types.js" */

const EMPTY = "Select codes with the lasso or the box to compare two groups, A and B.";

/**
 * Build the panel; without a group it says how to make one.
 * @type {(store: PageStore, actions: Actions, many: Many) => HTMLDivElement[]}
 */
export function createPanel(store, actions, many) {
  const cards = LETTERS.map((_, k) => createGroup(store, actions, many, k));
  const panel = h(
    "div",
    { className: "selection", dataTestid: "selection-panel" },
    h("div", { className: "groups" }, ...cards),
    createDifference(store, actions),
  );
  const empty = h("p", { className: "no-groups" }, EMPTY);
  store.watch(["selections", "codes", "model"], (state) => {
    panel.hidden = !LETTERS.some((_, k) => membersOf(state, k).length);
    empty.hidden = !panel.hidden || !state.codes;
  });
  return [panel, empty];
}

/**
 * Build the line that makes a direction of A and B; it is shown while both have members.
 * @param {PageStore} store
 * @param {Actions} actions
 */
function createDifference(store, actions) {
  const name = h("input", {
    type: "text",
    maxLength: LONGEST,
    dataTestid: "direction-name",
    ariaLabel: "Name of the direction",
  });
  const title = "Add a slider along the direction from B's mean to A's";
  const make = button("A \u2212 B as a direction", "direction-make", title, () => {
    const found = difference(store.get());
    if (found) actions.addDirection(name.value.trim() || found.name, found.vector);
  });
  const node = h("div", { className: "line" }, make, h("label", {}, "named ", name));
  let proposed = "";
  const propose = afterFrame(() => {
    const found = difference(store.get());
    if (!found || name.value.trim() !== proposed) return;
    proposed = found.name;
    name.value = proposed;
  });
  store.watch(["selections", "codes", "model"], (state) => {
    node.hidden = !(actions.addDirection && LETTERS.every((_, k) => membersOf(state, k).length));
    propose();
  });
  return node;
}

/** @param {State} state */
function difference(state) {
  const { codes, model } = state;
  const [a, b] = LETTERS.map((_, k) => membersOf(state, k));
  if (!codes || !a.length || !b.length) return null;
  return differenceOf(summaryOf(codes, a, model), summaryOf(codes, b, model), model.class_names);
}
