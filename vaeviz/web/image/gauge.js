/**
 * Whether z is near the data, in numbers: the distance to the nearest stored code, beside that distance for draws from
 * real images' posteriors; and the density of the prior at z, beside that at real codes.
 */

/** @import { Codes, Gaussian, Model } from "../core/types.js" */

import { logDensity, normal, uniform } from "../latents/gaussian.js";

const MOST = 100_000; // codes searched; of more, an even sample, in the search and in its calibration
const SAMPLES = 300; // draws from real images' posteriors that calibrate the distance
const COUNTED = 5000; // codes whose density is measured, about
const SHARE = 0.99; // of the draws are within the limit
const SEED = 1; // the same model has the same numbers on every visit
const NORMAL_95 = 1.6449; // 95% of a standard normal distribution lie below it

/** @typedef {{points: Float32Array, dims: number[], rows: number, stride: number}} PackedCodes */

/**
 * The codes on their active dimensions, the most spread one first, so that a scan can stop early.
 * @param {Codes} codes
 * @param {Model["active"]} active
 * @returns {PackedCodes}
 */
export function packCodes({ mu, n, latent }, active) {
  const stride = Math.ceil(n / MOST);
  const rows = Math.ceil(n / stride);
  const spread = (/** @type {number} */ j) => variance(rows, (i) => mu[i * stride * latent + j]);
  const dims = [...Array(latent).keys()]
    .filter((j) => !active || active[j])
    .map((j) => ({ j, spread: spread(j) }))
    .sort((a, b) => b.spread - a.spread)
    .map(({ j }) => j);
  const points = new Float32Array(rows * dims.length);
  for (let i = 0, to = 0; i < rows; i++) for (const j of dims) points[to++] = mu[i * stride * latent + j];
  return { points, dims, rows, stride };
}

/**
 * Make the search for the nearest of packed codes: `gap(z, own)` is its distance over the active dimensions, row `own`
 * left out. The nearest code of the last search is tried first: during a drag that discards most rows after a few
 * numbers.
 * @param {Pick<PackedCodes, "points" | "dims" | "rows">} packed
 * @returns {(z: ArrayLike<number>, own?: number) => number}
 */
export function createNearest({ points, dims, rows }) {
  const width = dims.length;
  const query = new Float64Array(width);
  let last = 0;
  /** @param {number} at @param {number} bound */
  function squared(at, bound) {
    let sum = 0;
    for (let j = 0; j < width && sum < bound; j++) {
      const step = points[at + j] - query[j];
      sum += step * step;
    }
    return sum;
  }
  return (z, own = -1) => {
    for (let j = 0; j < width; j++) query[j] = z[dims[j]];
    let best = last === own ? Infinity : squared(last * width, Infinity);
    for (let i = 0, at = 0; i < rows; i++, at += width) {
      if (i === own) continue;
      const sum = squared(at, best);
      if (sum < best) [best, last] = [sum, i];
    }
    return Math.sqrt(best);
  };
}

/**
 * Draw from real images' posteriors and measure, one draw a step, the distance to the nearest code of another image;
 * the last step's value has the median and the 99th percentile.
 * @param {Codes} codes
 * @param {PackedCodes} packed
 * @returns {Generator<null, {typical: number, limit: number}>}
 */
export function* measureTypical(codes, packed) {
  const random = uniform(SEED);
  const nearest = createNearest(packed);
  /** @type {number[]} */
  const gaps = [];
  while (gaps.length < Math.min(SAMPLES, packed.rows)) {
    const own = Math.floor(random() * packed.rows);
    const at = own * packed.stride * codes.latent;
    const z = Float32Array.from(
      { length: codes.latent },
      (_, j) => codes.mu[at + j] + Math.exp(codes.logvar[at + j] / 2) * normal(random),
    );
    gaps.push(nearest(z, own));
    yield null;
  }
  gaps.sort((a, b) => a - b);
  return { typical: percentile(gaps, 0.5), limit: percentile(gaps, SHARE) };
}

/**
 * The 5th and the 95th percentile of log p of the stored codes, of an even sample of them, in nats.
 * @param {Codes} codes
 * @param {(i: number) => Gaussian} priorOf the prior of code i
 * @returns {[number, number]}
 */
export function usualDensity({ mu, n, latent }, priorOf) {
  const stride = Math.ceil(n / COUNTED);
  const values = Array.from({ length: Math.ceil(n / stride) }, (_, i) =>
    logDensity(mu.subarray(i * stride * latent, (i * stride + 1) * latent), priorOf(i * stride)),
  );
  values.sort((a, b) => a - b);
  return [percentile(values, 0.05), percentile(values, 0.95)];
}

/**
 * The 5th and the 95th percentile of log p of the prior's own draws, in nats: log p falls as half a chi-squared number
 * with as many degrees of freedom as dimensions, here by Wilson and Hilferty. At the prior's mean it is far higher: the
 * densest point is not a typical one.
 * @param {Gaussian} prior
 * @returns {[number, number]}
 */
export function typicalDensity(prior) {
  const size = prior.mu.length;
  const chiSquared = (/** @type {number} */ x) => size * (1 - 2 / (9 * size) + x * Math.sqrt(2 / (9 * size))) ** 3;
  const peak = logDensity(prior.mu, prior);
  return [peak - chiSquared(NORMAL_95) / 2, peak - Math.max(0, chiSquared(-NORMAL_95)) / 2];
}

/**
 * Value below which a share of sorted numbers lies.
 * @param {number[]} sorted
 * @param {number} share
 */
export function percentile(sorted, share) {
  const at = share * (sorted.length - 1);
  const low = Math.floor(at);
  return sorted[low] + (at - low) * (sorted[Math.min(low + 1, sorted.length - 1)] - sorted[low]);
}

/** @param {number} n @param {(i: number) => number} value */
function variance(n, value) {
  let [sum, squares] = [0, 0];
  for (let i = 0; i < n; i++) {
    const one = value(i);
    sum += one;
    squares += one * one;
  }
  return squares / n - (sum / n) ** 2;
}
