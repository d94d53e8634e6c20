/** The weights of a mixture, one slider a class. */

import { createValue, prepareRange } from "../latents/slider.js";
import { button, h, setText } from "../core/dom.js";
import { filled, restOf, withWeight } from "./simplex.js";

const STEP = 0.01;
const NONE = 5e-3; // of the rest: less is none

/** Build them for a model; `tell(c)` sets what is told, `remember()` comes once before a gesture. */
export function createWeights(names, { c, remember, tell }) {
  const rows = names.map((name, i) =>
    createWeight(name, i, { remember, take: (weight) => tell(withWeight(c(), i, weight)) }),
  );
  const rest = h("span", { dataTestid: "rest" });
  const fill = button("make it 100%", "fill-up", "The same mixture with no rest", () => {
    remember();
    tell(filled(c()));
  });
  const node = h(
    "div",
    { className: "weights", role: "group", ariaLabel: "Weight of each class" },
    ...rows.map((row) => row.node),
    h("p", { className: "rest" }, rest, fill),
  );
  return {
    node,
    /** Stand at c. */
    place(told) {
      rows.forEach((row, i) => row.place(told[i]));
      const left = restOf(told);
      setText(rest, restText(told));
      fill.disabled = left < NONE || left > 1 - NONE;
    },
  };
}

/** What the weights leave, in words. */
export function restText(c) {
  const left = restOf(c);
  if (left > 1 - NONE) return "Nothing is told.";
  return left < NONE ? "All of it is told." : `The other ${Math.round(100 * left)}% is told nothing.`;
}

function createWeight(name, i, { remember, take }) {
  const input = h("input", {
    type: "range",
    min: 0,
    max: 1,
    step: STEP,
    ariaLabel: `Weight of ${name}`,
    dataTestid: `weight-${i}`,
    onpointerdown: remember,
    oninput: () => take(input.valueAsNumber),
  });
  prepareRange(input, remember);
  const percent = createValue(
    `Percent of ${name}`,
    { begin: remember, take: (value) => take(value / 100) },
    "typed",
    0,
  );
  return {
    node: h(
      "div",
      { className: "weight" },
      h("span", { className: "name", title: name }, name),
      input,
      percent.node,
      h("span", { className: "unit", ariaHidden: "true" }, "%"),
    ),
    place(weight) {
      const shown = Math.round(100 * weight) / 100;
      if (input.valueAsNumber !== shown) input.value = String(shown);
      input.setAttribute("aria-valuetext", `${Math.round(100 * weight)}%`);
      percent.place(Math.round(100 * weight));
    },
  };
}
