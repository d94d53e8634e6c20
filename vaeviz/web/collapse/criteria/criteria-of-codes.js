/** The result of each criterion for one dimension, and why they can disagree: `vaeviz.metrics.criteria`, for thresholds that move. */

const LITTLE = 0.01; // share of the decoded images' variance above which the decoder does use a dimension
const USUAL_RATE = 0.1; // nats; the default threshold of the rate
const ROUNDING = 1.01; // tolerance for rates of codes in half precision

/** The result for `found` {mu_variance, rate, quiet, posterior_variance, use} at `at` {variance, rate, epsilon, delta, use}. */
export function judge(found, at) {
  const kind = found.quiet >= 1 - at.delta ? "passive" : found.quiet <= at.delta ? "active" : "mixed";
  const verdict = {
    varies: found.mu_variance > at.variance,
    informs: found.rate > at.rate,
    kind,
    used: found.use === null ? null : found.use > at.use,
  };
  const votes = [verdict.varies, verdict.informs, { active: true, passive: false }[kind] ?? null, verdict.used];
  return { ...verdict, disagree: votes.includes(true) && votes.includes(false) };
}

/** A sentence on why the criteria disagree on a dimension; empty where they agree. */
export function why(found, at) {
  const verdict = judge(found, at);
  if (!verdict.disagree) return "";
  return verdict.informs ? costly(found, at, verdict) : cheap(found, at, verdict);
}

/** Why a dimension whose KL is above the threshold is collapsed by another criterion. */
function costly(found, at, { used, varies }) {
  const rate = figure(found.rate);
  if (used === false) {
    if (found.use > LITTLE)
      return `Its KL is ${rate} nats and it makes ${share(found.use)} of the variance of the decoded images, not above ${share(at.use)}: the decoder does use it, but the threshold is high.`;
    return `Its KL is ${rate} nats, yet it makes only ${share(found.use)} of the variance of the decoded images: the encoder uses it, but the decoder ignores it.`;
  }
  if (varies) {
    const start = `Its mean KL is ${rate} nats, yet ${share(found.quiet)} of the images are below ${line(at.epsilon)} nats: `;
    return (
      start +
      (at.epsilon > found.rate
        ? `the threshold for one image is far above that for the mean, ${line(at.rate)}.`
        : `the KL is concentrated in the other ${share(1 - found.quiet)}.`)
    );
  }
  if (worth(found.mu_variance) >= found.rate / 2) return strict(found, at);
  return `Its KL is ${rate} nats, yet the variance of its posterior mean is only ${figure(found.mu_variance)}: its posterior (variance ${figure(found.posterior_variance)}) differs from the prior in the same way for every image, so it does not distinguish images.`;
}

/** Why a dimension whose KL is below the threshold is active by another criterion. */
function cheap(found, at, { used, varies }) {
  const rate = figure(found.rate);
  if (varies) return lenient(found, at);
  if (used && found.rate > USUAL_RATE)
    return `It makes ${share(found.use)} of the variance of the decoded images, yet its KL, ${rate} nats, is not above ${line(at.rate)}: the threshold is high.`;
  if (used)
    return `It makes ${share(found.use)} of the variance of the decoded images, yet its KL is ${rate} nats: the decoder uses it, but the encoder leaves it as noise.`;
  return `Only ${share(found.quiet)} of the images are below ${line(at.epsilon)} nats, yet its mean KL, ${rate} nats, is not above ${line(at.rate)}: the two thresholds differ.`;
}

function lenient(found, at) {
  const start = `The variance of its posterior mean is ${figure(found.mu_variance)}, above ${line(at.variance)}, yet its KL is ${figure(found.rate)} nats, not above ${line(at.rate)}: `;
  if (found.mu_variance / 2 > found.rate * ROUNDING)
    return `${start}the prior mean varies with it, so the posterior mean follows the condition.`;
  return `${start}a variance of ${line(at.variance)} corresponds to only ${figure(worth(at.variance))} nats where q(z) matches the prior.`;
}

function strict(found, at) {
  const start = `The variance of its posterior mean is ${figure(found.mu_variance)}, not above ${line(at.variance)}, yet its KL is ${figure(found.rate)} nats, above ${line(at.rate)}: `;
  if (at.variance >= 1) return `${start}the threshold ${line(at.variance)} is not below the variance of the prior, 1.`;
  return `${start}a variance of ${line(at.variance)} corresponds to ${figure(worth(at.variance))} nats where q(z) matches the prior.`;
}

/** The rate in nats of a posterior mean with this variance over images where q(z) matches N(0, 1). */
function worth(variance) {
  return variance < 1 ? -0.5 * Math.log(1 - variance) : Infinity;
}

/** A number: two decimals from 1 on, three from 0.01 on, else four. */
export function figure(value) {
  return value.toFixed(Math.abs(value) >= 1 ? 2 : Math.abs(value) >= 0.01 ? 3 : 4);
}

/** A threshold with at most four significant digits and no trailing zeros. */
export function line(threshold) {
  return String(Number(threshold.toPrecision(4)));
}

/** A share in per cent, with two decimals below one per cent. */
export function share(value) {
  return `${(100 * value).toFixed(value >= 0.995 ? 0 : value >= 0.01 ? 1 : 2)}%`;
}
