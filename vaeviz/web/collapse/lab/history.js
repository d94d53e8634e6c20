/**
 * What a run has shown so far, in typed arrays of one size for ever: equal bins of steps, and when they are full every two
 * become one. So an hour of training costs what a minute does, and nothing is allocated while it streams.
 */

import { stepOf } from "../../plot/scale.js";

export const BINS = 512;
const PARTS = 3; // of an axis, or one or two more
const FIRST = 4; // steps a bin at the start
const LINES = ["beta", "rate", "distortion", "elbo", "active"];
const TRIMMED = 0.02; // share of a line's values at each end that may lie outside its axis
const LATER = new Set(["beta", "active"]); // of two bins the later counts; of the others their mean

const scratch = new Float32Array(BINS); // for sorting

export class History {
  stride = FIRST;
  n = 0; // bins that have something
  last = -1; // the step last heard
  #latent;

  constructor(latent) {
    this.#latent = latent;
    this.steps = new Float32Array(BINS);
    for (const name of LINES) this[name] = new Float32Array(BINS);
    this.rates = new Float32Array(latent * BINS); // a row a dimension
    this.#number();
  }

  get latent() {
    return this.#latent;
  }

  /** The step at which the axis ends. */
  get span() {
    return BINS * this.stride;
  }

  /** Take in {step, beta, rate, distortion, elbo, active} and the rate per dimension; a step heard before counts no more. */
  add(now, rates) {
    if (now.step < this.last) return;
    this.last = now.step;
    while (now.step >= this.span) this.#fold();
    const at = Math.floor(now.step / this.stride);
    const from = Math.min(at, this.n); // bins that no frame fell into hold what was heard after them
    for (const name of LINES) this[name].fill(now[name], from, at + 1);
    for (let j = 0; j < this.#latent; j++) this.rates.fill(rates[j], j * BINS + from, j * BINS + at + 1);
    this.n = Math.max(this.n, at + 1);
  }

  /** Views on the first n bins of `name`, for drawing. */
  line(name) {
    return this[name].subarray(0, this.n);
  }

  #fold() {
    for (const name of LINES) fold(this[name], 0, this.n, LATER.has(name));
    for (let j = 0; j < this.#latent; j++) fold(this.rates, j * BINS, this.n, false);
    this.n = Math.ceil(this.n / 2);
    this.stride *= 2;
    this.#number();
  }

  #number() {
    for (let i = 0; i < BINS; i++) this.steps[i] = (i + 0.5) * this.stride;
  }
}

/** Make every two bins one, in place; where `n` of them have something, an odd last one stays as it is. */
function fold(values, from, n, later) {
  if (n % 2) values[from + n] = values[from + n - 1];
  for (let i = 0; i < BINS / 2; i++) {
    const [one, two] = [values[from + 2 * i], values[from + 2 * i + 1]];
    values[from + i] = later ? two : (one + two) / 2;
  }
  values.fill(0, from + BINS / 2, from + BINS);
}

/**
 * Round ends around lines after their first `skip` bins, but for the few values farthest out: where beta jumps a line may
 * spike. Null without any value. Round ends stand still while a line grows.
 */
export function range(lines, skip) {
  let [low, high] = [Infinity, -Infinity];
  for (const line of lines) {
    const from = Math.min(skip, line.length - 1);
    if (from < 0) continue;
    let n = 0;
    for (let i = from; i < line.length; i++) if (Number.isFinite(line[i])) scratch[n++] = line[i];
    if (!n) continue;
    const sorted = scratch.subarray(0, n).sort();
    const out = Math.floor(TRIMMED * sorted.length);
    low = Math.min(low, sorted[out]);
    high = Math.max(high, sorted[sorted.length - 1 - out]);
  }
  if (low > high) return null;
  const step = stepOf(Math.max(1, high - low), PARTS);
  return [step * Math.floor(low / step), step * Math.ceil(high / step)];
}
