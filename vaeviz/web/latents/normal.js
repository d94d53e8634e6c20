/** The standard normal distribution function and its inverse, in double precision. */

const DENSITY = Math.sqrt(2 * Math.PI);
const SERIES = 4; // from here on the tail's continued fraction needs fewer terms
const DEPTH = 60; // of the fraction

/**
 * The share of the distribution below x.
 * @param {number} x
 */
export function cdf(x) {
  if (Math.abs(x) >= SERIES) return x < 0 ? tail(-x) : 1 - tail(x);
  let [term, sum] = [x, x];
  for (let n = 3; Math.abs(term) > 1e-17 * Math.abs(sum); n += 2) {
    term *= (x * x) / n;
    sum += term;
  }
  return 0.5 + (sum * Math.exp((-x * x) / 2)) / DENSITY;
}

/**
 * The share above x, for large x.
 * @param {number} x
 */
function tail(x) {
  let fraction = x;
  for (let n = DEPTH; n > 0; n--) fraction = x + n / fraction;
  return Math.exp((-x * x) / 2) / DENSITY / fraction;
}

/**
 * The x below which a share p lies: Abramowitz and Stegun 26.2.23, made exact by three of Halley's steps.
 * @param {number} p
 * @returns {number}
 */
export function quantile(p) {
  if (!(p > 0)) return -Infinity;
  if (!(p < 1)) return Infinity;
  if (p > 0.5) return -quantile(1 - p);
  const t = Math.sqrt(-2 * Math.log(p));
  let x = (2.515517 + t * (0.802853 + t * 0.010328)) / (1 + t * (1.432788 + t * (0.189269 + t * 0.001308))) - t;
  for (let step = 0; step < 3; step++) {
    const error = (cdf(x) - p) * DENSITY * Math.exp((x * x) / 2);
    x -= error / (1 + (x * error) / 2);
  }
  return x;
}
