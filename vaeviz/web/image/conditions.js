/** Condition chips of a class-conditional model: one class, a mixture, or nothing told. */

import { button, h, press } from "../core/dom.js";
import { conditionText } from "../core/format.js";

/** Build the chips; a click takes one class, Shift and a click adds it to an even mixture. */
export function createConditions(store, actions) {
  const chips = h("div", { className: "chips", role: "group", ariaLabel: "Condition c" });
  let drawn = null;
  store.watch(["model", "c"], ({ model, c }) => {
    if (!model) return;
    const names = model.condition?.kind === "class" ? model.condition.names : [];
    if (drawn !== model) chips.replaceChildren(...build(names, store, actions));
    drawn = model;
    chips.hidden = !names.length;
    names.forEach((_, i) => press(chips.children[i + 1], c[i] > 0));
    if (names.length) press(chips.lastElementChild, !c.some((weight) => weight > 0));
  });
  return chips;
}

/** The condition after a click on class i: that class alone, or with Shift an even mixture of all that are on. */
export function chosen(c, i, mix) {
  const on = Array.from(c, (weight, j) => (mix ? weight > 0 !== (j === i) : j === i));
  const size = on.filter(Boolean).length;
  return Float32Array.from(on, (is) => (is ? 1 / size : 0));
}

function build(names, store, actions) {
  if (!names.length) return [];
  const take = (c) => actions.setCondition(c, `Condition: ${conditionText(c, names)}.`);
  const title = (name) => `Class ${name}. Shift and a click: add it to a mixture.`;
  return [
    h(
      "span",
      { className: "label", ariaHidden: "true", title: "The condition c. Shift and a click: a mixture of classes." },
      "class",
    ),
    ...names.map((name, i) =>
      button(name, `condition-${name}`, title(name), (event) => take(chosen(store.get().c, i, event.shiftKey)), {
        className: "chip",
      }),
    ),
    button(
      "none",
      "condition-none",
      "The null label: the model is told nothing",
      () => take(new Float32Array(names.length)),
      { className: "chip" },
    ),
  ];
}
