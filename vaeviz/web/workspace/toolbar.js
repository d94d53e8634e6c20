/** The top line: which model; and what acts on the whole of z: undo, randomise, reset. */

import { createDraws } from "../latents/draws.js";
import { canReset } from "../latents/moves.js";
import { behind } from "../history/history.js";
import { button, h, setOptions } from "../core/dom.js";

/** Build the model picker; `choose(name)` asks Python for another model. */
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

/** Build the buttons; each is greyed while it would change nothing. */
export function createToolbar(store, actions) {
  const undo = button(
    "\u21b6",
    "undo",
    "Undo: z and c as they were; a new pin goes, what was removed comes back (Ctrl Z)",
    () => actions.undo(),
    { ariaLabel: "Undo" },
  );
  const redo = button(
    "\u21b7",
    "redo",
    "Redo: forward again to where an undo came from (Ctrl Shift Z)",
    () => actions.redo(),
    { ariaLabel: "Redo" },
  );
  const randomise = button(
    "randomise",
    "randomise",
    "A new z from the prior, where it is not locked, and a new class or new attributes (R)",
    () => actions.randomise(),
  );
  const reset = button("reset", "reset", "Every dimension that is not locked back to the prior's mean (0)", () =>
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
