/** The top bar: the model, and what acts on all of z: undo, randomise, reset. */

/** @import { Actions, PageStore } from "../core/types.js" */

import { createDraws } from "../latents/draws.js";
import { canReset } from "../latents/moves.js";
import { behind } from "../history/history.js";
import { button, h, setOptions } from "../core/dom.js";

/**
 * Build the model picker; `choose(name)` opens another model.
 * @param {PageStore} store
 * @param {(name: string) => void} choose
 */
export function createPicker(store, choose) {
  const select = h("select", { dataTestid: "model-picker", ariaLabel: "Model", onchange: () => choose(select.value) });
  store.watch(["models", "model", "opening"], ({ models, model, opening }) => {
    if (!model) return;
    setOptions(
      select,
      models.map(({ name, title }) => [name, title]),
    );
    select.value = opening ?? model.name;
  });
  return h("label", { className: "picker first" }, h("span", { className: "label" }, "model"), select);
}

/** Build the buttons; each is disabled while it would change nothing. */
export function createToolbar(/** @type {PageStore} */ store, /** @type {Actions} */ actions) {
  const undo = button(
    "\u21b6",
    "undo",
    "Undo: restores z, c, pins, groups and directions (Ctrl Z)",
    () => actions.undo(),
    { ariaLabel: "Undo" },
  );
  const redo = button("\u21b7", "redo", "Redo (Ctrl Shift Z)", () => actions.redo(), { ariaLabel: "Redo" });
  const randomise = button(
    "randomise",
    "randomise",
    "Draw z from the prior, and a random condition; locked dimensions stay (R)",
    () => actions.randomise(),
  );
  const reset = button("reset", "reset", "Set every dimension that is not locked to the prior's mean (0)", () =>
    actions.reset(),
  );
  store.watch(["z", "c", "images", "posterior", "model", "past", "future", "locks"], (state) => {
    undo.disabled = !behind(state);
    redo.disabled = !state.future.length;
    reset.disabled = !state.model || !canReset(state);
  });
  return h(
    "div",
    { className: "group", role: "group", ariaLabel: "All of z" },
    undo,
    redo,
    randomise,
    reset,
    createDraws(store, actions),
  );
}
