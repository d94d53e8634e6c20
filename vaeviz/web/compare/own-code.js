/** What one model has of one image: its own code, what it was told, and what each dimension says, in nats. */

import { rate } from "../latents/gaussian.js";
import { oneHot } from "../latents/moves.js";
import { ownPriors, row, nullCondition } from "../map/codes.js";
import { ownCode } from "../image/following.js";

/** The model's own code of stored image `i`: z is its mean, c what the encoder was told, rate that of each dimension. */
export function ownOf(model, codes, i) {
  const [mu, logvar] = [row(codes.mu, codes.latent, i), row(codes.logvar, codes.latent, i)];
  return { ...ownCode(codes, i, model), rate: rate(mu, logvar, ownPriors(codes, model)(i)) };
}

/** The condition of class `label`; null tells nothing, and a model that takes no class is told nothing. */
export function told(model, label) {
  return label === null || !model.condition ? nullCondition(model) : oneHot(model.condition.names.length, label);
}

/** The sum of some numbers. */
export function total(values) {
  return values.reduce((sum, value) => sum + value, 0);
}
