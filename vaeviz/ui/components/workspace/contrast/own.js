/** What one model has of one image: its own code, its own rates, and what it was told. */

import { rate } from "../latents/gaussian.js";
import { snapped } from "../latents/place.js";
import { row } from "../map/codes.js";
import { told } from "./draws.js";

/** The prior of `model` under c: N(0, I) for most, p(z|c) where it was learned. */
export function priorUnder({ prior }, c) {
  if (!prior.told_mu) return prior;
  const at = (bias, rows) => Float64Array.from(bias, (value, j) => value + rows[j].reduce((sum, weight, k) => sum + weight * c[k], 0));
  return { mu: at(prior.mu, prior.told_mu), logvar: at(prior.logvar, prior.told_logvar) };
}

/** The model's own code of stored image `i`: z is its mean, c what the encoder was told, rate in nats a dimension. */
export function ownOf(model, codes, i) {
  const [mu, logvar] = [row(codes.mu, codes.latent, i), row(codes.logvar, codes.latent, i)];
  const c = told(model, model.condition ? codes.labels[i] : null);
  return { z: snapped(mu), c, rate: rate(mu, logvar, priorUnder(model, c)) };
}

/** The sum of some numbers. */
export function total(values) {
  return values.reduce((sum, value) => sum + value, 0);
}
