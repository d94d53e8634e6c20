/** Values along one dimension: three conventions, each centred where its name says; as in vaeviz/latents/decode.py. */

import { fixed } from "../core/format.js";
import { priorAt } from "./gaussian.js";
import { quantile } from "./normal.js";
import { snap } from "./place.js";
import { priorText, underText } from "./prior-text.js";

export const FRAMES = 9;
const COVERAGE = 0.99;
const DEVIATIONS = 3;

/** n standard normal quantiles at equal steps of probability over the middle `coverage` of the mass. */
export function priorQuantiles(n, coverage = COVERAGE) {
  return absoluteRange((1 - coverage) / 2, (1 + coverage) / 2, n).map(quantile);
}

/** n equal steps from mu - k sd to mu + k sd. */
export function posteriorRange(mu, sd, n, k = DEVIATIONS) {
  return absoluteRange(mu - k * sd, mu + k * sd, n);
}

/** n equal steps from `low` to `high`. */
export function absoluteRange(low, high, n) {
  return Array.from({ length: n }, (_, i) => low + ((high - low) * i) / (n - 1));
}

/** What the strip goes by: without an image's posterior its convention gives way to the prior's quantiles. */
export function conventionOf({ convention, posterior }) {
  return convention === "posterior" && !posterior ? "quantiles" : convention;
}

/** The values of the frames of `dim`, on the grid. */
export function valuesOf(state, dim, n = FRAMES) {
  const prior = priorAt(state.model, state.c);
  const [mu, sd] = [prior.mu[dim], Math.exp(prior.logvar[dim] / 2)];
  const values = {
    quantiles: () => priorQuantiles(n).map((q) => mu + sd * q),
    posterior: () => posteriorRange(state.posterior.mu[dim], Math.exp(state.posterior.logvar[dim] / 2), n),
    absolute: () => absoluteRange(mu - DEVIATIONS, mu + DEVIATIONS, n),
  }[conventionOf(state)]();
  return values.map(snap);
}

/** The convention in a sentence, with the values it is centred on. */
export function conventionText(state, dim) {
  const centre = fixed(priorAt(state.model, state.c).mu[dim]);
  return {
    quantiles: () =>
      `${FRAMES} quantiles of the prior of z${dim}, ${priorText(state.model, state.c)}, its middle 99% in equal steps of probability, centred on its mean ${centre}`,
    posterior: () =>
      `${FRAMES} equal steps over \u03bc \u00b1 3\u03c3 of this image's posterior, centred on \u03bc ${fixed(state.posterior.mu[dim])}, \u03c3 ${fixed(Math.exp(state.posterior.logvar[dim] / 2))}`,
    absolute: () =>
      `${FRAMES} equal steps of z${dim} from 3 below to 3 above the prior's mean${underText(state.model, state.c)} ${centre}`,
  }[conventionOf(state)]();
}

/** Copies of `z`, one after the other, whose coordinate `dim` takes each of `values`. */
export function codesOf(z, dim, values) {
  const codes = new Float32Array(values.length * z.length);
  values.forEach((value, i) => {
    codes.set(z, i * z.length);
    codes[i * z.length + dim] = value;
  });
  return codes;
}

/** Where `value` stands among rising `values`, as an index with a fraction; the ends where it lies beyond. */
export function placeAmong(values, value) {
  const after = values.findIndex((one) => one >= value);
  if (after === -1) return values.length - 1;
  if (after === 0) return 0;
  return after - (values[after] - value) / (values[after] - values[after - 1]);
}
