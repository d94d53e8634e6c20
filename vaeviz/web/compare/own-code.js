/** One model's own code of one image: z, c, and the KL of each dimension. */

import { ownCode } from "../image/following.js";
import { rate } from "../latents/gaussian.js";
import { oneHot } from "../latents/moves.js";
import { nullCondition, ownPriors, row } from "../map/codes.js";

/**
 * @import { Codes, Model } from "../core/types.js"
 * @typedef {{ z: Float32Array, c: Float32Array, rate: Float32Array }} OwnCode
 */

/**
 * The model's code of stored image `i`: z is the posterior mean, c what it was encoded under, rate nats per dimension.
 * @param {Model} model
 * @param {Codes} codes
 * @param {number} i
 * @returns {OwnCode}
 */
export function ownOf(model, codes, i) {
  const [mu, logvar] = [row(codes.mu, codes.latent, i), row(codes.logvar, codes.latent, i)];
  return { ...ownCode(codes, i, model), rate: rate(mu, logvar, ownPriors(codes, model)(i)) };
}

/**
 * The condition of class `label`; the null condition for null, and for a model that takes no class.
 * @param {Model} model
 * @param {number | null} label
 * @returns {Float32Array}
 */
export function conditionFor(model, label) {
  return label === null || !model.condition ? nullCondition(model) : oneHot(model.condition.names.length, label);
}

/** @param {Iterable<number>} values */
export function total(values) {
  let sum = 0;
  for (const value of values) sum += value;
  return sum;
}
