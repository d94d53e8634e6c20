/** The condition of a class model: one class, a mixture by polygon or by weights, or nothing told. */

import { button, h, press, setText } from "../core/dom.js";
import { conditionText } from "../core/format.js";
import { oneHot } from "../latents/moves.js";
import { snappedCondition } from "../latents/place.js";
import { createPolygon } from "./polygon.js";
import { createWeights } from "./weights.js";
import { toldWords } from "./words.js";

const MOST = 12; // corners that can be told apart

/** Build it; hidden for a model that takes no class. */
export function createMix(store, actions) {
  const words = h("span", {});
  const told = h("b", { dataTestid: "told-words" }, words); // two lines, whatever is told: nothing moves under the hand
  const none = button("none told", "condition-none", "The null label: the model is told no class", () =>
    actions.setCondition(new Float32Array(store.get().c.length), "No class is told."),
  );
  const body = h("div", { className: "mixing" });
  const node = h(
    "section",
    { className: "mix", ariaLabel: "Condition c" },
    h("div", { className: "heading" }, h("h2", {}, "Condition "), told, none),
    body,
  );
  let parts = [];
  let built = null;

  store.watch(["model", "c"], (state) => {
    const { model, c } = state;
    if (!model) return;
    const names = model.condition?.kind === "class" ? model.condition.names : [];
    node.hidden = !names.length;
    if (built !== model) parts = build(names);
    built = model;
    if (node.hidden || c.length !== names.length) return;
    parts.forEach((part) => part.place(c, conditionText(c, names)));
    setText(words, toldWords(state));
    told.title = words.textContent;
    press(none, !c.some((weight) => weight > 0));
  });

  function build(names) {
    const on = {
      c: () => store.get().c,
      remember: () => actions.remember(),
      tell: (c) => store.set({ c: snappedCondition(c) }),
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
