/** Condition chips of a class-conditional model: one class, a mixture, or none (unconditional). */

/** @import { Actions, Model, PageStore } from "../core/types.js" */

import { button, h, press } from "../core/dom.js";
import { conditionText } from "../core/format.js";

/**
 * Build the chips; a click chooses one class, Shift and a click add it to an even mixture.
 * @param {PageStore} store
 * @param {Actions} actions
 */
export function createConditions(store, actions) {
  const node = h("div", { className: "chips", role: "group", ariaLabel: "Condition c" });
  /** @type {HTMLButtonElement[]} */
  let classes = [];
  const none = button(
    "Unconditional",
    "condition-none",
    "No class: the null label",
    () => actions.setCondition(new Float32Array(classes.length), "Unconditional."),
    { className: "chip" },
  );
  /** @type {Model | null} */
  let drawn = null;

  /** @param {Model} model */
  const namesOf = ({ condition }) => (condition?.kind === "class" ? condition.names : []);
  /** @param {Float32Array} c */
  const take = (c) => actions.setCondition(c, `Condition: ${conditionText(c, namesOf(store.get().model))}.`);
  /** @param {string} name @param {number} i */
  const chip = (name, i) =>
    button(
      name,
      `condition-${name}`,
      `Class ${name}. Shift-click: add it to a mixture.`,
      (event) => take(chosen(store.get().c, i, event.shiftKey)),
      { className: "chip" },
    );
  store.watch(["model", "c"], ({ model, c }) => {
    if (!model) return;
    if (drawn !== model) {
      classes = namesOf(model).map(chip);
      node.replaceChildren(...(classes.length ? [createLabel(), ...classes, none] : []));
    }
    drawn = model;
    node.hidden = !classes.length;
    classes.forEach((one, i) => press(one, c[i] > 0));
    press(none, !c.some((weight) => weight > 0));
  });
  return node;
}

/**
 * The condition after a click on class i: that class alone, or with Shift an even mixture of all that are on.
 * @param {Float32Array} c
 * @param {number} i
 * @param {boolean} mix
 */
export function chosen(c, i, mix) {
  const on = Array.from(c, (weight, j) => (mix ? weight > 0 !== (j === i) : j === i));
  const size = on.filter(Boolean).length;
  return Float32Array.from(on, (is) => (is ? 1 / size : 0));
}

function createLabel() {
  const title = "The condition c. Shift-click: a mixture of classes.";
  return h("span", { className: "label", ariaHidden: "true", title }, "Class");
}
