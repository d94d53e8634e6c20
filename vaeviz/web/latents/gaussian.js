/** Diagonal Gaussians: the prior of a model, the posterior of an image. Rates are in nats. */

/** @import { Gaussian, Model, Posterior, Vector } from "../core/types.js" */

const LOGVAR = 10; // bound of a learned log-variance, either way, as in the library

/** @type {WeakMap<Pick<Model, "prior">, {c: Vector, prior: Gaussian}>} asked for in every input event */
const last = new WeakMap();

/**
 * The prior of `model` under c: p(z|c), affine in c, where that was learned; else one for all c.
 * @param {Pick<Model, "prior">} model
 * @param {Vector} c
 * @returns {Gaussian}
 */
export function priorAt(model, c) {
  const { mu, logvar, mu_weight: muWeight, logvar_weight: logvarWeight } = model.prior;
  if (!muWeight || !logvarWeight) return model.prior;
  const known = last.get(model);
  if (known?.c === c) return known.prior;
  /** @type {(row: number[]) => number} */
  const shift = (row) => row.reduce((sum, weight, k) => sum + weight * c[k], 0);
  const prior = {
    mu: mu.map((start, j) => start + shift(muWeight[j])),
    logvar: logvar.map((start, j) => Math.max(-LOGVAR, Math.min(LOGVAR, start + shift(logvarWeight[j])))),
  };
  last.set(model, { c, prior });
  return prior;
}

/**
 * The posterior of an image with its rates against `prior`, that of the condition it was encoded under.
 * @param {Vector} mu
 * @param {Vector} logvar
 * @param {Gaussian} prior
 * @returns {Posterior}
 */
export function posteriorOf(mu, logvar, prior) {
  return { mu, logvar, prior, rate: rate(mu, logvar, prior) };
}

/**
 * KL(q_j || p_j) in nats for each dimension of q = (mu, logvar) against the prior p.
 * @param {Vector} mu
 * @param {Vector} logvar
 * @param {Gaussian} prior
 */
export function rate(mu, logvar, prior) {
  return Float32Array.from(mu, (m, j) => rateOf(m, logvar[j], prior.mu[j], prior.logvar[j]));
}

/**
 * The same for one dimension.
 * @param {number} mu
 * @param {number} logvar
 * @param {number} priorMu
 * @param {number} priorLogvar
 */
export function rateOf(mu, logvar, priorMu, priorLogvar) {
  const gap = mu - priorMu;
  return 0.5 * ((gap * gap + Math.exp(logvar)) / Math.exp(priorLogvar) - 1 + priorLogvar - logvar);
}

/**
 * log q(z_j|x) - log p(z_j) of one number, in nats. Its mean over draws from q is the rate; away from the posterior it
 * is far below zero.
 * @param {number} value z_j
 * @param {number} mu
 * @param {number} logvar
 * @param {number} priorMu
 * @param {number} priorLogvar
 */
export function pointRate(value, mu, logvar, priorMu, priorLogvar) {
  const off = (value - mu) ** 2 / Math.exp(logvar);
  const out = (value - priorMu) ** 2 / Math.exp(priorLogvar);
  return 0.5 * (out - off + priorLogvar - logvar);
}

/**
 * log p(z) of the prior, in nats.
 * @param {ArrayLike<number>} z
 * @param {Gaussian} prior
 */
export function logDensity(z, prior) {
  let sum = 0;
  for (let j = 0; j < z.length; j++) {
    const gap = z[j] - prior.mu[j];
    sum -= 0.5 * ((gap * gap) / Math.exp(prior.logvar[j]) + prior.logvar[j] + Math.log(2 * Math.PI));
  }
  return sum;
}

/** @typedef {() => number} Random uniform numbers in [0, 1) */

/**
 * One draw from the prior, its standard deviation scaled by `temperature`.
 * @param {Gaussian} prior
 * @param {Random} random
 * @param {number} temperature
 */
export function sample(prior, random = Math.random, temperature = 1) {
  return Float32Array.from(prior.mu, (m, j) => m + temperature * Math.exp(prior.logvar[j] / 2) * normal(random));
}

/**
 * A standard normal number by Box and Muller.
 * @param {Random} random
 */
export function normal(random) {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}

/**
 * Uniform numbers in [0, 1) from a whole number, the seed: Mulberry32, Tommy Ettinger, public domain.
 * @param {number} seed
 * @returns {Random}
 */
export function uniform(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
