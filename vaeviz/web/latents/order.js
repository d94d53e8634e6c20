/** The order of dimensions wherever they are listed. */

/** @import { Model } from "../core/types.js" */

/**
 * Dimensions by falling rate; in their own order where rates are equal or unknown.
 * @param {Pick<Model, "latent_dim" | "rate">} model
 */
export function byRate({ latent_dim: size, rate }) {
  const dims = Array.from({ length: size }, (_, dim) => dim);
  return rate ? dims.sort((a, b) => rate[b] - rate[a] || a - b) : dims;
}
