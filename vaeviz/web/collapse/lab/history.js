/**
 * What a run has shown so far, in typed arrays of one size: equal bins of steps, and when they are full every two
 * become one. So an hour of training costs what a minute does, and nothing is allocated during training.
 */

import { stepOf } from "../../plot/scale.js";

export const BINS = 512;
const PARTS = 3; // of an axis, or one or two more
const FIRST = 4; // steps per bin at the start
const LINES = /** @type {const} */ (["beta", "rate", "distortion", "elbo", "active"]);
const TRIMMED = 0.02; // share of a line's values at each end that may lie outside its axis
const LATER = new Set(["beta", "active"]); // of two bins the later counts; of the others their mean

/** @typedef {typeof LINES[number]} LineName */

const scratch = new Float32Array(BINS); // for sorting

export class History {
  stride = FIRST;
  n = 0; // bins that are filled
  last = -1; // the newest step
  steps = new Float32Array(BINS); // middle of each bin
  rates; // nats, one row per dimension
  /** @type {Record<LineName, Float32Array>} */
  #lines;
  #latent;

  /** @param {number} latent */
  constructor(latent) {
    this.#latent = latent;
    this.#lines = {
      beta: new Float32Array(BINS),
      rate: new Float32Array(BINS),
      distortion: new Float32Array(BINS),
      elbo: new Float32Array(BINS),
      active: new Float32Array(BINS),
    };
    this.rates = new Float32Array(latent * BINS);
    this.#number();
  }

  get latent() {
    return this.#latent;
  }

  /** The step at which the axis ends. */
  get span() {
    return BINS * this.stride;
  }

  /**
   * Take in the numbers of a step and the KL per dimension; a step older than the newest is dropped.
   * @param {{ step: number } & Record<LineName, number>} now @param {ArrayLike<number>} rates
   */
  add(now, rates) {
    if (now.step < this.last) return;
    this.last = now.step;
    while (now.step >= this.span) this.#fold();
    const at = Math.floor(now.step / this.stride);
    const from = Math.min(at, this.n); // bins that no frame fell into hold the next frame
    for (const name of LINES) this.#lines[name].fill(now[name], from, at + 1);
    for (let j = 0; j < this.#latent; j++) this.rates.fill(rates[j], j * BINS + from, j * BINS + at + 1);
    this.n = Math.max(this.n, at + 1);
  }

  /** A view on the first n bins of a line. @param {LineName} name */
  line(name) {
    return this.#lines[name].subarray(0, this.n);
  }

  #fold() {
    for (const name of LINES) fold(this.#lines[name], 0, this.n, LATER.has(name));
    for (let j = 0; j < this.#latent; j++) fold(this.rates, j * BINS, this.n, false);
    this.n = Math.ceil(this.n / 2);
    this.stride *= 2;
    this.#number();
  }

  #number() {
    for (let i = 0; i < BINS; i++) this.steps[i] = (i + 0.5) * this.stride;
  }
}

/**
 * Make every two bins one, in place; `n` of them are filled, and an odd last one stays as it is.
 * @param {Float32Array} values @param {number} from @param {number} n @param {boolean} later
 */
function fold(values, from, n, later) {
  if (n % 2) values[from + n] = values[from + n - 1];
  for (let i = 0; i < BINS / 2; i++) {
    const [one, two] = [values[from + 2 * i], values[from + 2 * i + 1]];
    values[from + i] = later ? two : (one + two) / 2;
  }
  values.fill(0, from + BINS / 2, from + BINS);
}

/**
 * Round ends around lines after their first `skip` bins, without the few values farthest out: where beta jumps a line
 * may spike. Null without any value. Round ends do not move while a line grows.
 * @param {Float32Array[]} lines @param {number} skip @returns {[number, number] | null}
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
