/** The top line: which model; and what acts on the whole of z: undo, randomise, reset. */

import { canReset } from "../latents/moves.js";
import { button, h } from "./dom.js";

/** Build the model picker; `choose(name)` asks Python for another model. */
export function createPicker(store, choose) {
  const select = h("select", { dataTestid: "model-picker", ariaLabel: "Model", onchange: () => choose(select.value) });
  store.watch(["models", "model", "opening"], ({ models, model, opening }) => {
    if (!model) return;
    const names = models.map(({ name }) => name).join("\n");
    if (select.dataset.names !== names) {
      select.replaceChildren(...models.map(({ name, title }) => h("option", { value: name }, title)));
      select.dataset.names = names;
    }
    select.value = opening ?? model.name;
  });
  return h("label", { className: "picker" }, h("span", { className: "label" }, "model"), select);
}

/** Build the buttons; each is greyed while it would change nothing. */
export function createToolbar(store, actions) {
  const undo = button("undo", "undo", "Back to where z and c were before (Ctrl Z)", () => actions.undo());
  const randomise = button("randomise", "randomise", "A new z from the prior and a new class (R)", () => actions.randomise());
  const reset = button("reset", "reset", "Every dimension back to the prior's mean (0)", () => actions.reset());
  store.watch(["z", "posterior", "model", "past"], (state) => {
    undo.disabled = !state.past.length;
    reset.disabled = !state.model || !canReset(state);
  });
  return h("div", { className: "group", role: "group", ariaLabel: "All of z" }, undo, randomise, reset);
}
