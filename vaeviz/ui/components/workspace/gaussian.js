/** Diagonal Gaussians: the prior a model has, the posterior an image got. Rates are in nats. */

/** KL(q_j || p_j) for each dimension of q = (mu, logvar) against the prior p. */
export function rate(mu, logvar, prior) {
  return Float32Array.from(mu, (m, j) => {
    const gap = m - prior.mu[j];
    const variance = Math.exp(prior.logvar[j]);
    return 0.5 * ((gap * gap + Math.exp(logvar[j])) / variance - 1 + prior.logvar[j] - logvar[j]);
  });
}

/** One draw from the prior; `random` gives uniform numbers in [0, 1). */
export function sample(prior, random = Math.random) {
  return Float32Array.from(prior.mu, (m, j) => m + Math.exp(prior.logvar[j] / 2) * normal(random));
}

/** A standard normal number by Box and Muller. */
export function normal(random) {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}
