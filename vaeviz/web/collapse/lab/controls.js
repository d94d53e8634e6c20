/** The Laboratory's controls: beta first, then what moves a run, what needs a fresh one, and what is rarely changed. */

import { grey } from "../../plot/grey.js";
import { button, h } from "../../core/dom.js";
import { createControl } from "../run/controls.js";
import { labSettings } from "../run/keys.js";
import { idle } from "../run/settings.js";
import { createBeta } from "./beta.js";

/** @import { CollapsePage } from "../../core/types.js" */

const MOVED = ["schedule", "ramp", "free_bits", "learning_rate", "sigma"];
const FRESH = ["latent", "decoder"];
const MORE = ["posterior", "floor", "capacity", "context_dropout", "inner_steps", "batch_size", "seed"];

/** @param {CollapsePage} page */
export function createControls(page) {
  const { store, schema } = page;
  /** @type {{ key: string, node: HTMLElement }[]} */
  const made = [];
  const group = (/** @type {string[]} */ names) =>
    names.map((name) => {
      const node = createControl(page, name, `lab_${name}`);
      node.classList.toggle("anew", schema.laboratory.fresh.includes(name));
      made.push({ key: name, node });
      return node;
    });
  const moved = h("div", { className: "control-group" }, ...group(MOVED));
  const note = h(
    "p",
    { className: "anew-words" },
    h("i", { ariaHidden: "true" }, "\u21bb"),
    " Restarts training; the previous run stays as a faint line.",
  );
  const fresh = h("div", { className: "control-group" }, note, ...group(FRESH));
  const more = h("div", { className: "control-group", id: "lab-more" }, ...group(MORE));
  const open = button("", "lab-more", null, () => store.set({ lab_more: !store.get().lab_more }), {
    className: "more",
    ariaControls: "lab-more",
  });
  store.watch(["lab_more"], ({ lab_more: shown }) => {
    more.hidden = !shown;
    open.textContent = shown ? "Fewer controls" : "More controls";
    open.setAttribute("aria-expanded", String(shown));
  });
  const { keys, of: settings } = labSettings(schema);
  store.watch(keys, (state) => grey(made, idle(settings(state))));
  return [createBeta(page), moved, fresh, open, more];
}
