/** Diagonal Gaussians: the prior a model has, the posterior an image got. Rates are in nats. */

const LOGVAR = 10; // as far as the library lets the log of a learned variance go, either way

const last = new WeakMap(); // model -> {c, prior}: asked for in every input event

/** The prior of `model` under c, {mu, logvar}: p(z|c), affine in c, where that was learned; else one for all. */
export function priorAt(model, c) {
  const { mu, logvar, mu_weight: muWeight, logvar_weight: logvarWeight } = model.prior;
  if (!muWeight) return model.prior;
  const known = last.get(model);
  if (known?.c === c) return known.prior;
  const along = (rows, j) => rows[j].reduce((sum, weight, k) => sum + weight * c[k], 0);
  const prior = {
    mu: mu.map((start, j) => start + along(muWeight, j)),
    logvar: logvar.map((start, j) => Math.max(-LOGVAR, Math.min(LOGVAR, start + along(logvarWeight, j)))),
  };
  last.set(model, { c, prior });
  return prior;
}

/** The posterior of an image with its rates against `prior`: that of the condition it was encoded under. */
export function posteriorOf(mu, logvar, prior) {
  return { mu, logvar, prior, rate: rate(mu, logvar, prior) };
}

/** KL(q_j || p_j) for each dimension of q = (mu, logvar) against the prior p. */
export function rate(mu, logvar, prior) {
  return Float32Array.from(mu, (m, j) => rateOf(m, logvar[j], prior.mu[j], prior.logvar[j]));
}

/** The same for one dimension. */
export function rateOf(mu, logvar, priorMu, priorLogvar) {
  const gap = mu - priorMu;
  return 0.5 * ((gap * gap + Math.exp(logvar)) / Math.exp(priorLogvar) - 1 + priorLogvar - logvar);
}

/**
 * log q(z_j|x) - log p(z_j) of one number: what this very z says about the image, in nats. Its mean over draws from q is
 * the rate; away from the posterior it is far below zero.
 */
export function pointRate(value, mu, logvar, priorMu, priorLogvar) {
  const off = (value - mu) ** 2 / Math.exp(logvar);
  const out = (value - priorMu) ** 2 / Math.exp(priorLogvar);
  return 0.5 * (out - off + priorLogvar - logvar);
}

/** log p(z) of the prior, in nats. */
export function logDensity(z, prior) {
  return z.reduce((sum, value, j) => {
    const gap = value - prior.mu[j];
    return sum - 0.5 * ((gap * gap) / Math.exp(prior.logvar[j]) + prior.logvar[j] + Math.log(2 * Math.PI));
  }, 0);
}

/** One draw from the prior, its deviation scaled by `temperature`; `random` gives uniform numbers in [0, 1). */
export function sample(prior, random = Math.random, temperature = 1) {
  return Float32Array.from(prior.mu, (m, j) => m + temperature * Math.exp(prior.logvar[j] / 2) * normal(random));
}

/** A standard normal number by Box and Muller. */
export function normal(random) {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}

/** Uniform numbers in [0, 1) that a whole number decides: Mulberry32, Tommy Ettinger, public domain. */
export function uniform(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
