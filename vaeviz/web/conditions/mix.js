/** The condition of a class model: one class, a mixture by polygon or by weights, or unconditional. */

import { button, h, press, setText } from "../core/dom.js";
import { conditionText } from "../core/format.js";
import { oneHot } from "../latents/moves.js";
import { snappedCondition } from "../latents/place.js";
import { createPolygon } from "./polygon.js";
import { createWeights } from "./weights.js";
import { conditionWords } from "./words.js";

/** @import { Actions, Model, PageStore } from "../core/types.js" */
/** @import { Mixing } from "./polygon.js" */

const MOST = 12; // corners that can be told apart

/** Build it; hidden for a model that takes no class. @param {PageStore} store @param {Actions} actions */
export function createMix(store, actions) {
  const words = h("span", {});
  const present = h("b", { dataTestid: "condition-text" }, words); // always two lines: nothing moves under the hand
  const none = button("Unconditional", "condition-none", "No class: the null label", () =>
    actions.setCondition(new Float32Array(store.get().c.length), "Unconditional."),
  );
  const body = h("div", { className: "mixing" });
  const node = h(
    "section",
    { className: "mix", ariaLabel: "Condition c" },
    h("div", { className: "heading" }, h("h2", {}, "Condition "), present, none),
    body,
  );
  /** @type {ReturnType<typeof build>} */
  let parts = [];
  /** @type {Model | null} */
  let built = null;

  store.watch(["model", "c"], (state) => {
    const { model, c } = state;
    if (!model) return;
    const names = model.condition?.kind === "class" ? model.condition.names : [];
    node.hidden = !names.length;
    if (built !== model) parts = build(names);
    built = model;
    if (node.hidden || c.length !== names.length) return;
    for (const part of parts) part.place(c, conditionText(c, names));
    setText(words, conditionWords(state));
    present.title = conditionWords(state);
    press(none, !c.some((weight) => weight > 0));
  });

  function build(/** @type {string[]} */ names) {
    /** @type {Mixing} */
    const on = {
      c: () => store.get().c,
      remember: (tapped) => actions.remember(null, tapped),
      set: (c) => store.set({ c: snappedCondition(c) }),
      choose: (i) => actions.setCondition(oneHot(names.length, i), `Class ${names[i]}.`),
    };
    const made = names.length
      ? [...(names.length > 1 && names.length <= MOST ? [createPolygon(names, on)] : []), createWeights(names, on)]
      : [];
    body.replaceChildren(...made.map((part) => part.node));
    return made;
  }
  return node;
}
