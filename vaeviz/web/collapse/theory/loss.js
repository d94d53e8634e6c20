/** The beta that a loss really has: `vaeviz.collapse.loss`, as controls move it. */

/** @import { Loss, Reduction, Sizes } from "./types.js" */

import { count } from "../../core/format.js";

export const KEYS = [
  "trap_kind",
  "trap_rec",
  "trap_rec_weight",
  "trap_kl",
  "trap_kl_weight",
  "trap_pixels",
  "trap_latents",
  "trap_batch",
];

/** Those of the sizes. */
export const SIZE_KEYS = KEYS.slice(-3);

/**
 * The sizes that a store holds.
 * @param {Record<string, any>} state
 * @returns {Sizes}
 */
export function sizesOf(state) {
  return { pixels: state.trap_pixels, latents: state.trap_latents, batch: state.trap_batch };
}

/**
 * What a store says of the loss.
 * @param {Record<string, any>} state
 * @returns {Loss}
 */
export function lossOf(state) {
  const [kind, reduction, weight, kl_reduction, kl_weight, pixels, latents, batch] = KEYS.map((key) => state[key]);
  return { kind, reduction, weight, kl_reduction, kl_weight, pixels, latents, batch };
}

/**
 * The patch of a store that sets the loss to `loss`; what it leaves open stays.
 * @param {Record<string, any>} loss
 */
export function patchOf(loss) {
  const names = ["kind", "reduction", "weight", "kl_reduction", "kl_weight", "pixels", "latents", "batch"];
  return Object.fromEntries(
    names.flatMap((name, i) => (loss[name] === undefined || loss[name] === null ? [] : [[KEYS[i], loss[name]]])),
  );
}

/** @param {Reduction} reduction @param {number} parts @param {number} batch */
function factor(reduction, parts, batch) {
  return { sum: 1, mean: 1 / parts, total: batch }[reduction];
}

/**
 * What the loss has in place of one reconstruction, summed over pixels, of a mean image.
 * @param {Pick<Loss, "reduction" | "weight" | "pixels" | "batch">} given
 */
export function scaleOf({ reduction, weight, pixels, batch }) {
  return weight * factor(reduction, pixels, batch);
}

/**
 * The weight on the KL, nats against nats; squared error counts as a Gaussian of variance 1, half of it.
 * @param {Loss} loss
 */
export function betaOf(loss) {
  const nats = loss.kind === "bernoulli" ? 1 : 2;
  return (loss.kl_weight * factor(loss.kl_reduction, loss.latents, loss.batch)) / (nats * scaleOf(loss));
}

/**
 * The variance of Gaussian pixels under which the loss is an ELBO; null for Bernoulli pixels.
 * @param {Loss} loss
 */
export function varianceOf(loss) {
  return loss.kind === "squared" ? betaOf(loss) : null;
}

/**
 * What weight the KL needs in this very loss for beta 1; for squared error that is a Gaussian of variance `s2`.
 * @param {Loss} loss
 * @param {number} [s2]
 */
export function rightWeight(loss, s2 = 1) {
  const wanted = loss.kind === "squared" ? s2 : 1;
  const now = betaOf({ ...loss, kl_weight: 1 });
  return wanted / now;
}

/**
 * The arithmetic in words: how beta comes about.
 * @param {Loss} loss
 */
export function stepsOf(loss) {
  const { kind, reduction, weight, kl_reduction, kl_weight, pixels, latents, batch } = loss;
  /** @type {string[]} */
  const parts = [];
  const add = (
    /** @type {Reduction} */ reduced,
    /** @type {number} */ n,
    /** @type {string} */ many,
    /** @type {string} */ what,
  ) => {
    if (reduced === "mean")
      parts.push(`the mean over ${count(n)} ${many} makes the ${what} ${count(n)} times smaller than its sum`);
    if (reduced === "total")
      parts.push(`the sum over a batch of ${batch} images makes the ${what} ${batch} times larger than its mean`);
  };
  add(reduction, pixels, "pixels", "reconstruction");
  add(kl_reduction, latents, "dimensions", "KL");
  if (weight !== 1) parts.push(`the reconstruction is weighted by ${show(weight)}`);
  if (kl_weight !== 1) parts.push(`the KL is weighted by ${show(kl_weight)}`);
  if (kind === "squared") parts.push("squared error is twice the negative log density of a Gaussian of variance 1");
  const text = parts.length
    ? parts.join("; ")
    : "both parts are sums, a mean over images, weights of 1: nothing to mend";
  return `${text[0].toUpperCase()}${text.slice(1)}.`;
}

/**
 * A number with three figures at most, as a person would write it.
 * @param {number} value
 */
export function show(value) {
  if (value !== 0 && (Math.abs(value) < 1e-4 || Math.abs(value) >= 1e6))
    return value.toExponential(2).replace("-", "\u2212");
  return Number(value.toPrecision(3)).toLocaleString("en", { maximumSignificantDigits: 3 });
}
