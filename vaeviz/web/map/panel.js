/** What is selected: groups A and B under the map, and the way from one to the other. */

import { LONGEST } from "../latents/directions.js";
import { afterFrame, button, h } from "../core/dom.js";
import { createGroup } from "./group.js";
import { differenceOf, LETTERS, membersOf, summaryOf } from "./selection.js";

/** Build the panel; it is there while there is a group. */
export function createPanel(store, actions, many) {
  const groups = h("div", { className: "groups" }, ...LETTERS.map((_, k) => createGroup(store, actions, many, k)));
  const node = h(
    "div",
    { className: "selection", dataTestid: "selection-panel" },
    groups,
    createDifference(store, actions),
  );
  store.watch(["selections", "codes", "model"], (state) => {
    node.hidden = !LETTERS.some((_, k) => membersOf(state, k).length);
  });
  return node;
}

/** Build the line that makes a direction of A and B; it is there while both are. */
function createDifference(store, actions) {
  const name = h("input", {
    type: "text",
    maxLength: LONGEST,
    dataTestid: "direction-name",
    ariaLabel: "Name of the direction",
  });
  const make = button(
    "A \u2212 B as a direction",
    "direction-make",
    "A slider along the way from B's mean to A's",
    () => {
      const found = difference(store.get());
      if (found) actions.addDirection(name.value.trim() || found.name, found.vector);
    },
  );
  const node = h("div", { className: "line" }, make, h("label", {}, "named ", name));
  let proposed = "";
  const propose = afterFrame(() => {
    const found = difference(store.get());
    if (found && name.value.trim() === proposed) name.value = proposed = found.name;
  });
  store.watch(["selections", "codes", "model"], (state) => {
    node.hidden = !(actions.addDirection && LETTERS.every((_, k) => membersOf(state, k).length));
    propose();
  });
  return node;
}

function difference(state) {
  const groups = LETTERS.map((_, k) => membersOf(state, k));
  if (!groups.every(({ length }) => length)) return null;
  return differenceOf(
    ...groups.map((members) => summaryOf(state.codes, members, state.model)),
    state.model.class_names,
  );
}
