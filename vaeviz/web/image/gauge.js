/**
 * Whether z is where the data are, in numbers: how far the nearest stored code is, against how far it is from what real
 * images are decoded from; and how dense the prior is there, against where real codes lie.
 */

import { logDensity, normal, uniform } from "../latents/gaussian.js";

const MOST = 100_000; // codes looked through; of more an even sample stands for all, in the measure as in what is measured
const SAMPLES = 300; // draws from real images' posteriors that say what near means
const COUNTED = 5000; // codes whose density says where real codes lie, about
const SHARE = 0.99; // of them are inside the limit
const SEED = 1; // the same model says the same numbers on every visit
const NORMAL_95 = 1.6449; // below it lie 95% of a standard normal number

/** The codes on their active dimensions, the most spread one first, so that a scan can stop early. */
export function packCodes({ mu, n, latent }, active) {
  const stride = Math.ceil(n / MOST);
  const rows = Math.ceil(n / stride);
  const spread = (j) => variance(rows, (i) => mu[i * stride * latent + j]);
  const living = [...Array(latent).keys()].filter((j) => !active || active[j]);
  const dims = living
    .map((j) => [j, spread(j)])
    .sort((a, b) => b[1] - a[1])
    .map(([j]) => j);
  const points = new Float32Array(rows * dims.length);
  for (let i = 0, to = 0; i < rows; i++) for (const j of dims) points[to++] = mu[i * stride * latent + j];
  return { points, dims, rows, stride };
}

/**
 * Make the search for the nearest of packed codes: `gap(z, own)` is its distance over the active dimensions, row `own`
 * left out. What was nearest last is looked at first: under a moving hand that lets most rows go after a few numbers.
 */
export function createNearest({ points, dims, rows }) {
  const width = dims.length;
  const query = new Float64Array(width);
  let last = 0;
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
 * Draw from real images' posteriors and measure, one draw a step, how far the nearest code of another image is; the last
 * step's value is {typical, limit}: the median and the 99th percentile.
 */
export function* measureTypical(codes, packed) {
  const random = uniform(SEED);
  const nearest = createNearest(packed);
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

/** The middle nine tenths of log p of the stored codes, of an even sample of them, in nats; `priorOf(i)` is code i's. */
export function usualDensity({ mu, n, latent }, priorOf) {
  const stride = Math.ceil(n / COUNTED);
  const values = Array.from({ length: Math.ceil(n / stride) }, (_, i) =>
    logDensity(mu.subarray(i * stride * latent, (i * stride + 1) * latent), priorOf(i * stride)),
  );
  values.sort((a, b) => a - b);
  return [percentile(values, 0.05), percentile(values, 0.95)];
}

/**
 * The middle nine tenths of log p of the prior's own draws: it falls as half a chi-squared number of as many degrees as
 * dimensions, here by Wilson and Hilferty. The prior's mean lies far above it: the densest place is not a typical one.
 */
export function typicalDensity(prior) {
  const size = prior.mu.length;
  const chiSquared = (x) => size * (1 - 2 / (9 * size) + x * Math.sqrt(2 / (9 * size))) ** 3;
  const peak = logDensity(Float64Array.from(prior.mu), prior);
  return [peak - chiSquared(NORMAL_95) / 2, peak - Math.max(0, chiSquared(-NORMAL_95)) / 2];
}

/** Value below which a share of sorted numbers lies. */
export function percentile(sorted, share) {
  const at = share * (sorted.length - 1);
  const low = Math.floor(at);
  return sorted[low] + (at - low) * (sorted[Math.min(low + 1, sorted.length - 1)] - sorted[low]);
}

function variance(n, value) {
  let [sum, squares] = [0, 0];
  for (let i = 0; i < n; i++) {
    const one = value(i);
    sum += one;
    squares += one * one;
  }
  return squares / n - (sum / n) ** 2;
}
