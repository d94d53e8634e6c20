/** The samples of the strips: the same noise for both models, each taking as many numbers as it has dimensions. */

import { normal, priorAt, uniform } from "../latents/gaussian.js";
import { snap } from "../latents/place.js";
import { conditionFor } from "./own-code.js";

/**
 * @import { Model } from "../core/types.js"
 * @typedef {{ z: Float32Array, c: Float32Array, n: number }} Batch n rows of z and c
 */

export const DRAWS = 10; // in a strip

/** `n` rows of `width` standard normal numbers. @param {number} seed @param {number} n @param {number} width */
export function noise(seed, n, width) {
  const random = uniform(seed);
  return Array.from({ length: n }, () => Float64Array.from({ length: width }, () => normal(random)));
}

/**
 * The z of one row of noise: so many standard deviations from the mean of the model's prior, under c.
 * @param {Model} model
 * @param {Float64Array} row
 * @param {Float32Array} c
 */
export function drawn(model, row, c) {
  const { mu, logvar } = priorAt(model, c);
  return Float32Array.from(mu, (m, j) => snap(m + Math.exp(logvar[j] / 2) * row[j]));
}

/**
 * Every row of noise as class `label`; null is unconditional.
 * @param {Model} model
 * @param {Float64Array[]} rows
 * @param {number | null} label
 */
export function everyDraw(model, rows, label) {
  const c = conditionFor(model, label);
  return joined(rows.map((row) => ({ z: drawn(model, row, c), c })));
}

/** One row of noise as every class, or once if the model takes none. @param {Model} model @param {Float64Array} row */
export function everyClass(model, row) {
  const classes = model.condition ? model.condition.names.map((_, label) => label) : [null];
  const conditions = classes.map((label) => conditionFor(model, label));
  return joined(conditions.map((c) => ({ z: drawn(model, row, c), c })));
}

/** @param {{ z: Float32Array, c: Float32Array }[]} inputs @returns {Batch} */
function joined(inputs) {
  const rows = (/** @type {"z" | "c"} */ key) => Float32Array.from(inputs.flatMap((input) => [...input[key]]));
  return { z: rows("z"), c: rows("c"), n: inputs.length };
}
