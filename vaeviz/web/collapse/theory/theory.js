/**
 * A linear VAE's best solution from the eigenvalues alone, as vaeviz/collapse/linear/theory.py has it: reverse water-
 * filling.
 */

/** @import { Numbers } from "../../plot/marks.js" */
/** @import { Optimum } from "./types.js" */

/**
 * The optimum at the water level beta sigma^2, at most `latent` kept: {active, rates (nats, largest first), rate,
 * error,
 * kept (its part of the error), lost (that of all dead axes)}. Eigenvalues come largest first.
 * @param {Numbers} values
 * @param {number} level
 * @param {number} [latent]
 * @returns {Optimum}
 */
export function waterFilling(values, level, latent = values.length) {
  /** @type {number[]} */
  const rates = [];
  for (let i = 0; i < Math.min(latent, values.length) && values[i] > level; i++)
    rates.push(0.5 * Math.log(values[i] / level));
  let lost = 0;
  for (let i = rates.length; i < values.length; i++) lost += values[i];
  const kept = rates.length && level * rates.length; // of an infinite level nothing is kept
  return { active: rates.length, rates, rate: sum(rates), error: kept + lost, kept, lost };
}

/**
 * The staircase of living dimensions from level `from` to `to`: {x, y}, level from each x to the next.
 * @param {Float32Array | number[]} values
 * @param {number} latent
 * @param {number} from
 * @param {number} to
 */
export function staircase(values, latent, from, to) {
  const edges = [...values.slice(0, latent)].filter((value) => value > from && value < to).reverse();
  const x = [from, ...edges];
  return { x: [...x, to], y: [...x, to].map((level) => waterFilling(values, level, latent).active) };
}

/**
 * `count` levels from `from` to `to`, equal factors apart.
 * @param {number} from
 * @param {number} to
 * @param {number} count
 */
export function levels(from, to, count) {
  return Array.from({ length: count }, (_, i) => from * (to / from) ** (i / (count - 1)));
}

/**
 * Nats per image of a mean squared error under a Gaussian of variance `s2` a pixel.
 * @param {number} error
 * @param {number} s2
 * @param {number} pixels
 */
export function distortionOf(error, s2, pixels) {
  return error / (2 * s2) + (pixels / 2) * Math.log(2 * Math.PI * s2);
}

/**
 * Sum of numbers.
 * @param {Iterable<number>} values
 */
export function sum(values) {
  let total = 0;
  for (const value of values) total += value;
  return total;
}
