/** Values along one dimension: three conventions, each centred where its name says; as in vaeviz/latents/decode.py. */

/** @import { State, Vector } from "../core/types.js" */

import { fixed } from "../core/format.js";
import { priorAt } from "./gaussian.js";
import { quantile } from "./normal.js";
import { snap } from "./place.js";
import { priorText, underText } from "./prior-text.js";

export const FRAMES = 9;
const COVERAGE = 0.99;
const DEVIATIONS = 3;

/**
 * n standard normal quantiles at equal steps of probability over the middle `coverage` of the mass.
 * @param {number} n
 */
export function priorQuantiles(n, coverage = COVERAGE) {
  return absoluteRange((1 - coverage) / 2, (1 + coverage) / 2, n).map(quantile);
}

/**
 * n equal steps from mu - k sd to mu + k sd.
 * @param {number} mu
 * @param {number} sd
 * @param {number} n
 */
export function posteriorRange(mu, sd, n, k = DEVIATIONS) {
  return absoluteRange(mu - k * sd, mu + k * sd, n);
}

/**
 * n equal steps from `low` to `high`.
 * @param {number} low
 * @param {number} high
 * @param {number} n
 */
export function absoluteRange(low, high, n) {
  return Array.from({ length: n }, (_, i) => low + ((high - low) * i) / (n - 1));
}

/**
 * The convention in use: without an image's posterior, "posterior" gives way to the prior's quantiles.
 * @param {Pick<State, "convention" | "posterior">} state
 */
export function conventionOf({ convention, posterior }) {
  return convention === "posterior" && !posterior ? "quantiles" : convention;
}

/**
 * The values of the frames of `dim`, on the grid.
 * @param {State} state
 * @param {number} dim
 */
export function valuesOf(state, dim, n = FRAMES) {
  return rangeOf(state, dim, n).map(snap);
}

/** @param {State} state @param {number} dim @param {number} n */
function rangeOf(state, dim, n) {
  const { posterior } = state;
  const convention = conventionOf(state);
  if (convention === "posterior" && posterior)
    return posteriorRange(posterior.mu[dim], Math.exp(posterior.logvar[dim] / 2), n);
  const prior = priorAt(state.model, state.c);
  const [mu, sd] = [prior.mu[dim], Math.exp(prior.logvar[dim] / 2)];
  if (convention === "absolute") return absoluteRange(mu - DEVIATIONS, mu + DEVIATIONS, n);
  return priorQuantiles(n).map((q) => mu + sd * q);
}

/**
 * The convention in a sentence, with the values it is centred on.
 * @param {State} state
 * @param {number} dim
 */
export function conventionText(state, dim) {
  const { model, c, posterior } = state;
  const convention = conventionOf(state);
  if (convention === "posterior" && posterior) {
    const centre = `\u03bc ${fixed(posterior.mu[dim])}, \u03c3 ${fixed(Math.exp(posterior.logvar[dim] / 2))}`;
    return `${FRAMES} equal steps over \u03bc \u00b1 3\u03c3 of this image's posterior, centred on ${centre}`;
  }
  const centre = fixed(priorAt(model, c).mu[dim]);
  return convention === "absolute"
    ? `${FRAMES} equal steps of z${dim} from 3 below to 3 above the prior's mean${underText(model, c)} ${centre}`
    : `${FRAMES} quantiles of the prior of z${dim}, ${priorText(model, c)}, its middle 99% in equal steps of ` +
        `probability, centred on its mean ${centre}`;
}

/**
 * Copies of `z`, one after the other, whose coordinate `dim` takes each of `values`.
 * @param {Vector} z
 * @param {number} dim
 * @param {readonly number[]} values
 */
export function codesOf(z, dim, values) {
  const codes = new Float32Array(values.length * z.length);
  values.forEach((value, i) => {
    codes.set(z, i * z.length);
    codes[i * z.length + dim] = value;
  });
  return codes;
}

/**
 * Where `value` lies among rising `values`, as an index with a fraction; the ends where it lies beyond.
 * @param {readonly number[]} values
 * @param {number} value
 */
export function placeAmong(values, value) {
  const after = values.findIndex((one) => one >= value);
  if (after === -1) return values.length - 1;
  if (after === 0) return 0;
  return after - (values[after] - value) / (values[after] - values[after - 1]);
}
