/** The result of each criterion for one dimension, and why they can disagree, as in `vaeviz.metrics.criteria`. */

const LITTLE = 0.01; // share of the decoded images' variance above which the decoder does use a dimension
const DEFAULT_RATE = 0.1; // nats; the default threshold of the rate
const ROUNDING = 1.01; // tolerance for rates of codes in half precision

/**
 * The measures of one dimension: the variance of mu over images, the mean KL in nats, the share of images with a KL
 * below epsilon, the mean variance of the posterior, and the decoder effect as a share; null if not measured.
 * @typedef {object} Dimension
 * @property {number} mu_variance
 * @property {number} rate
 * @property {number} quiet
 * @property {number} posterior_variance
 * @property {number | null} use
 */

/** @typedef {{ variance: number; rate: number; epsilon: number; delta: number; use: number }} Thresholds */
/** @typedef {"active" | "mixed" | "passive"} Kind */
/** @typedef {ReturnType<typeof classifyDimension>} Result */

/**
 * Compare one dimension with every threshold.
 * @param {Dimension} found
 * @param {Thresholds} at
 */
export function classifyDimension(found, at) {
  /** @type {Kind} */
  const kind = found.quiet >= 1 - at.delta ? "passive" : found.quiet <= at.delta ? "active" : "mixed";
  const result = {
    varies: found.mu_variance > at.variance,
    informs: found.rate > at.rate,
    kind,
    used: found.use === null ? null : found.use > at.use,
  };
  const votes = [result.varies, result.informs, kind === "mixed" ? null : kind === "active", result.used];
  return { ...result, disagree: votes.includes(true) && votes.includes(false) };
}

/**
 * A sentence on why the criteria disagree on a dimension; empty where they agree.
 * @param {Dimension} found
 * @param {Thresholds} at
 */
export function explainDisagreement(found, at) {
  const result = classifyDimension(found, at);
  if (!result.disagree) return "";
  return result.informs ? costly(found, at, result) : cheap(found, at, result);
}

/**
 * Why a dimension whose KL is above the threshold is collapsed by another criterion.
 * @param {Dimension} found
 * @param {Thresholds} at
 * @param {Result} result
 */
function costly(found, at, { used, varies }) {
  const [rate, drawn] = [figure(found.rate), share(found.use ?? 0)];
  if (used === false && (found.use ?? 0) > LITTLE) {
    const high = `not above ${share(at.use)}: the decoder does use it, but the threshold is high.`;
    return `Its KL is ${rate} nats and it makes ${drawn} of the variance of the decoded images, ${high}`;
  }
  if (used === false) {
    const ignored = "the encoder uses it, but the decoder ignores it.";
    return `Its KL is ${rate} nats, yet it makes only ${drawn} of the variance of the decoded images: ${ignored}`;
  }
  if (varies) {
    const images = `${share(found.quiet)} of the images are below ${line(at.epsilon)} nats`;
    const start = `Its mean KL is ${rate} nats, yet ${images}: `;
    return at.epsilon > found.rate
      ? `${start}the threshold for one image is far above that for the mean, ${line(at.rate)}.`
      : `${start}the KL is concentrated in the other ${share(1 - found.quiet)}.`;
  }
  if (worth(found.mu_variance) >= found.rate / 2) return strict(found, at);
  const alike = "differs from the prior in the same way for every image, so it does not distinguish images.";
  const posterior = `its posterior (variance ${figure(found.posterior_variance)}) ${alike}`;
  const variance = `the variance of its posterior mean is only ${figure(found.mu_variance)}`;
  return `Its KL is ${rate} nats, yet ${variance}: ${posterior}`;
}

/**
 * Why a dimension whose KL is below the threshold is active by another criterion.
 * @param {Dimension} found
 * @param {Thresholds} at
 * @param {Result} result
 */
function cheap(found, at, { used, varies }) {
  if (varies) return lenient(found, at);
  const rate = figure(found.rate);
  const drawn = `It makes ${share(found.use ?? 0)} of the variance of the decoded images`;
  if (used && found.rate > DEFAULT_RATE)
    return `${drawn}, yet its KL, ${rate} nats, is not above ${line(at.rate)}: the threshold is high.`;
  if (used) return `${drawn}, yet its KL is ${rate} nats: the decoder uses it, but the encoder leaves it as noise.`;
  const below = `Only ${share(found.quiet)} of the images are below ${line(at.epsilon)} nats`;
  return `${below}, yet its mean KL, ${rate} nats, is not above ${line(at.rate)}: the two thresholds differ.`;
}

/**
 * Why a posterior mean can vary although the KL is small.
 * @param {Dimension} found
 * @param {Thresholds} at
 */
function lenient(found, at) {
  const variance = `The variance of its posterior mean is ${figure(found.mu_variance)}, above ${line(at.variance)}`;
  const start = `${variance}, yet its KL is ${figure(found.rate)} nats, not above ${line(at.rate)}: `;
  if (found.mu_variance / 2 > found.rate * ROUNDING)
    return `${start}the prior mean varies with it, so the posterior mean follows the condition.`;
  const nats = figure(worth(at.variance));
  return `${start}a variance of ${line(at.variance)} corresponds to only ${nats} nats where q(z) matches the prior.`;
}

/**
 * Why the threshold of the variance is stricter than that of the rate.
 * @param {Dimension} found
 * @param {Thresholds} at
 */
function strict(found, at) {
  const variance = `The variance of its posterior mean is ${figure(found.mu_variance)}, not above ${line(at.variance)}`;
  const start = `${variance}, yet its KL is ${figure(found.rate)} nats, above ${line(at.rate)}: `;
  if (at.variance >= 1) return `${start}the threshold ${line(at.variance)} is not below the variance of the prior, 1.`;
  const nats = figure(worth(at.variance));
  return `${start}a variance of ${line(at.variance)} corresponds to ${nats} nats where q(z) matches the prior.`;
}

/**
 * The rate in nats of a posterior mean with this variance over images where q(z) matches N(0, 1).
 * @param {number} variance
 */
function worth(variance) {
  return variance < 1 ? -0.5 * Math.log(1 - variance) : Infinity;
}

/**
 * A number: two decimals from 1 on, three from 0.01 on, else four.
 * @param {number} value
 */
export function figure(value) {
  return value.toFixed(Math.abs(value) >= 1 ? 2 : Math.abs(value) >= 0.01 ? 3 : 4);
}

/**
 * A threshold with at most four significant digits and no trailing zeros.
 * @param {number} threshold
 */
export function line(threshold) {
  return String(Number(threshold.toPrecision(4)));
}

/**
 * A share in per cent, with two decimals below one per cent.
 * @param {number} value
 */
export function share(value) {
  return `${(100 * value).toFixed(value >= 0.995 ? 0 : value >= 0.01 ? 1 : 2)}%`;
}
