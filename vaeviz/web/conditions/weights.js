/** The weights of a mixture, one slider per class. */

import { button, h, setText } from "../core/dom.js";
import { createValue, prepareRange } from "../latents/slider.js";
import { normalised, sumOf, withWeight } from "./simplex.js";

/** @import { Vector } from "../core/types.js" */
/** @import { Begin } from "../latents/slider.js" */
/** @import { Mixing } from "./polygon.js" */

const STEP = 0.01;
const NONE = 5e-3; // of a sum: less is 0

/** @param {string[]} names @param {Mixing} on */
export function createWeights(names, { c, remember, set }) {
  const rows = names.map((name, i) =>
    createWeight(name, i, { remember, take: (weight) => set(withWeight(c(), i, weight)) }),
  );
  const sum = h("span", { dataTestid: "weights-sum" });
  const fill = button("Normalise", "normalise", "Scale the weights to a sum of 100\u00a0%", () => {
    remember();
    set(normalised(c()));
  });
  const node = h(
    "div",
    { className: "weights", role: "group", ariaLabel: "Weight of each class" },
    ...rows.map((row) => row.node),
    h("p", { className: "sum" }, sum, fill),
  );
  return {
    node,
    /** Show c. */
    place(/** @type {Float32Array} */ weights) {
      rows.forEach((row, i) => row.place(weights[i]));
      const total = sumOf(weights);
      setText(sum, sumText(weights));
      fill.disabled = total < NONE || total > 1 - NONE;
    },
  };
}

/** The sum of the weights, in words. @param {Vector} weights */
export function sumText(weights) {
  const total = sumOf(weights);
  return total < NONE ? "Unconditional: all weights are 0." : `Weights sum to ${Math.round(100 * total)}\u00a0%.`;
}

/** @param {string} name @param {number} i @param {{ remember: Begin, take(weight: number): void }} on */
function createWeight(name, i, { remember, take }) {
  const input = h("input", {
    type: "range",
    min: 0,
    max: 1,
    step: STEP,
    ariaLabel: `Weight of ${name}`,
    dataTestid: `weight-${i}`,
    oninput: () => take(input.valueAsNumber),
  });
  prepareRange(input, remember);
  const percent = createValue(
    `Percent of ${name}`,
    { begin: remember, take: (/** @type {number} */ value) => take(value / 100) },
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
    place(/** @type {number} */ weight) {
      const shown = Math.round(100 * weight) / 100;
      if (input.valueAsNumber !== shown) input.value = String(shown);
      input.setAttribute("aria-valuetext", `${Math.round(100 * weight)}%`);
      percent.place(Math.round(100 * weight));
    },
  };
}
