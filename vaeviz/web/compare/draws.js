/** The draws of the strips: the same numbers for both models, each taking as many of them as it has dimensions. */

import { normal, priorAt, uniform } from "../latents/gaussian.js";
import { snap } from "../latents/place.js";
import { told } from "./own-code.js";

export const DRAWS = 10; // in a strip

/** `n` rows of `width` standard normal numbers that `seed` decides. */
export function noise(seed, n, width) {
  const random = uniform(seed);
  return Array.from({ length: n }, () => Float64Array.from({ length: width }, () => normal(random)));
}

/** The z of one row of noise: so many deviations from the mean of the model's prior, under c. */
export function drawn(model, row, c) {
  const { mu, logvar } = priorAt(model, c);
  return Float32Array.from(mu, (m, j) => snap(m + Math.exp(logvar[j] / 2) * row[j]));
}

/** What decodes every row of noise as class `label`, or with nothing told where that is null: {z, c, n}. */
export function everyDraw(model, rows, label) {
  const c = told(model, label);
  return joined(rows.map((row) => ({ z: drawn(model, row, c), c })));
}

/** What decodes one row of noise as every class, or once where the model takes none. */
export function everyClass(model, row) {
  const classes = model.condition ? model.condition.names.map((_, label) => label) : [null];
  return joined(classes.map((label) => ({ z: drawn(model, row, told(model, label)), c: told(model, label) })));
}

function joined(places) {
  const rows = (key) => Float32Array.from(places.flatMap((place) => [...place[key]]));
  return { z: rows("z"), c: rows("c"), n: places.length };
}
