/** The figures "heat" as the picture takes them: dimensions by their final rate, steps by column, lights by step. */

/** @import { Packed } from "../../core/types.js" */
/** @import { History } from "./types.js" */

import { nearest } from "../../plot/nearest.js";
import { count } from "../../core/format.js";

export const LIT = 0.1; // nats from which a dimension says something, and counts as a light

/**
 * Read the facts: {head, steps, rates (step by step), order (dimensions, strongest at the end first), starts, spread}.
 * @param {Packed} given
 * @returns {History}
 */
export function readHistory({ head, arrays }) {
  const { latent } = head;
  const { step: steps, rate: rates, distortion, labels, start, spread } = arrays;
  const last = rates.subarray((steps.length - 1) * latent);
  const order = Array.from({ length: latent }, (_, dim) => dim).sort((a, b) => last[b] - last[a]);
  const starts = [...labels].map((label, i) => ({ label, z: start.subarray(i * latent, (i + 1) * latent) }));
  const alive = order.filter((dim) => last[dim] > LIT);
  return {
    head,
    latent,
    steps,
    rates,
    distortion,
    order,
    starts,
    last,
    alive,
    dead: order.slice(alive.length),
    low: spread.subarray(0, latent),
    high: spread.subarray(latent),
  };
}

/**
 * The rates of all dimensions in window `at`.
 * @param {Pick<History, "rates" | "latent">} given
 * @param {number} at
 */
export function ratesAt({ rates, latent }, at) {
  return rates.subarray(at * latent, (at + 1) * latent);
}

/**
 * How many dimensions carry more than `threshold` nats, window by window.
 * @param {Pick<History, "steps" | "rates" | "latent">} given
 * @param {number} threshold
 */
export function lightsOver({ steps, ...history }, threshold) {
  return Array.from(steps, (_, at) => ratesAt(history, at).reduce((n, rate) => n + Number(rate > threshold), 0));
}

/**
 * The windows that are drawn, one a column: all of them, or, with `log`, equal factors of steps apart.
 * @param {Pick<History, "steps">} given
 * @param {boolean} log
 * @param {number} [most]
 */
export function columnsOf({ steps }, log, most = 160) {
  if (!log) return Array.from(steps, (_, at) => at);
  const wanted = Array.from(
    { length: most },
    (_, i) => steps[0] * (steps[steps.length - 1] / steps[0]) ** (i / (most - 1)),
  );
  return wanted.map((step) => nearest(steps, step));
}

/**
 * The values of a heat map: a row a dimension in `order`, a column a window.
 * @param {Pick<History, "order" | "rates" | "latent">} given
 * @param {number[]} columns
 */
export function heatOf({ order, ...history }, columns) {
  const values = new Float32Array(order.length * columns.length);
  columns.forEach((at, column) => {
    const rates = ratesAt(history, at);
    order.forEach((dim, row) => {
      values[row * columns.length + column] = rates[dim];
    });
  });
  return values;
}

/**
 * Ticks of the columns: round steps at the columns nearest to them.
 * @param {Pick<History, "steps">} given
 * @param {number[]} columns
 * @param {boolean} log
 * @returns {[number, string][]}
 */
export function stepTicks({ steps }, columns, log) {
  const rounds = log ? [50, 200, 1000, 5000] : [5000, 10000, 15000];
  return rounds
    .filter((step) => step >= steps[0] && step <= steps[steps.length - 1])
    .map((step) => /** @type {[number, string]} */ ([columns.findIndex((at) => steps[at] >= step), count(step)]))
    .filter(([column]) => column >= 0);
}

/**
 * Codes along dimension `dim` from `start`, `n` of them over its own range: {z, values}.
 * @param {Pick<History, "latent" | "low" | "high">} given
 * @param {Float32Array} start
 * @param {number} dim
 * @param {number} n
 */
export function walkAlong({ latent, low, high }, start, dim, n) {
  const z = new Float32Array(n * latent);
  const values = Array.from({ length: n }, (_, i) => low[dim] + ((high[dim] - low[dim]) * i) / (n - 1));
  values.forEach((value, i) => {
    z.set(start, i * latent);
    z[i * latent + dim] = value;
  });
  return { z, values };
}

/**
 * The largest change of a pixel, 0 to 255, over n pictures.
 * @param {Uint8Array} pixels
 * @param {number} n
 */
export function largestChange(pixels, n) {
  const size = pixels.length / n;
  let most = 0;
  for (let i = 0; i < size; i++) {
    let [least, greatest] = [255, 0];
    for (let k = 0; k < n; k++) {
      const value = pixels[k * size + i];
      if (value < least) least = value;
      if (value > greatest) greatest = value;
    }
    most = Math.max(most, greatest - least);
  }
  return most;
}
