/** The figures of every cell: a row is a beta, from the smallest, a column an epoch from 1. */

/** @import { ImageShape } from "../../core/types.js" */

import { nearestFactor } from "../../plot/nearest.js";

const WITHIN = 0.99; // share of a cell's coordinates on the map; the others are at its edge
const LEAST = 3; // standard deviations that the map shows at least

/**
 * @typedef {object} Head what vaeviz/server/figures/sweep.py sends of the grid
 * @property {number[]} betas
 * @property {number} epochs
 * @property {number} latent
 * @property {ImageShape} image
 * @property {string[]} class_names
 * @property {string} dataset
 * @property {string} split
 * @property {number} measured images
 * @property {number} active the least variance of the mean of an active unit
 * @property {string} command
 * @property {string} hardware
 * @property {number} seconds
 */

/** @typedef {ReturnType<typeof createGrid>} Grid */
/** @typedef {ReturnType<Grid["cell"]>} Cell */

/**
 * Read the whole grid.
 * @param {{ head: Head; arrays: Record<string, any> }} facts
 */
export function createGrid({ head, arrays }) {
  const { betas, epochs, latent } = head;
  const at = (/** @type {number} */ row, /** @type {number} */ epoch) => row * epochs + epoch - 1;
  /** @param {string} name @param {number} index @param {number} size @returns {Float32Array} */
  const part = (name, index, size) => arrays[name].subarray(index * size, (index + 1) * size);
  /** @type {Record<string, Uint8Array>} */
  const { labels, shown, originals } = arrays;
  /** @type {Record<string, Float32Array>} */
  const { samples, rate: rates } = arrays;
  const points = 2 * labels.length;
  return {
    ...head,
    rows: betas.length,
    pixels: head.image.reduce((product, side) => product * side, 1),
    labels,
    shown,
    originals,
    samples,
    mostRate: rates.reduce((most, rate) => Math.max(most, rate), 0),
    reaches: betas.map((_, row) =>
      reachOf(Array.from({ length: epochs }, (_, i) => part("map", at(row, i + 1), points))),
    ),
    /** The row whose beta is nearest, as a factor. @param {number} beta */
    rowOf: (beta) => nearestFactor(betas, beta),
    /** @param {number} epoch */
    epochOf: (epoch) => Math.min(epochs, Math.max(1, Math.round(epoch))),
    /** @param {number} row @param {number} epoch */
    cell(row, epoch) {
      const index = at(row, epoch);
      const rate = part("rate", index, latent);
      const isActive = Array.from(part("mu_variance", index, latent), (variance) => variance > head.active);
      return {
        rate,
        isActive,
        active: isActive.filter(Boolean).length,
        total: rate.reduce((sum, one) => sum + one, 0),
        distortion: Number(arrays.distortion[index]),
        elbo: Number(arrays.elbo[index]),
        map: part("map", index, points),
      };
    },
  };
}

/**
 * How far maps of one scale extend, in standard deviations of the prior.
 * @param {Float32Array[]} maps
 */
function reachOf(maps) {
  const sizes = maps.map((map) => Float32Array.from(map, (value) => Math.abs(value)).sort());
  return Math.max(LEAST, ...sizes.map((sorted) => sorted[Math.floor(WITHIN * (sorted.length - 1))]));
}

/**
 * The selected dimension; for -1 and one that does not exist, the one of the highest rate.
 * @param {number} chosen
 * @param {Float32Array} rate
 */
export function dimensionOf(chosen, rate) {
  if (chosen >= 0 && chosen < rate.length) return chosen;
  return rate.indexOf(Math.max(...rate));
}

/**
 * The cells to fetch around one, nearest first: its row and its column of the grid.
 * @param {number} row
 * @param {number} epoch
 * @param {number} rows
 * @param {number} epochs
 * @returns {[row: number, epoch: number][]}
 */
export function around(row, epoch, rows, epochs) {
  /** @type {[number, number][]} */
  const cells = [];
  for (let r = 0; r < rows; r++) cells.push([r, epoch]);
  for (let e = 1; e <= epochs; e++) if (e !== epoch) cells.push([row, e]);
  const gap = (/** @type {[number, number]} */ [r, e]) => Math.abs(r - row) + Math.abs(e - epoch);
  return cells.sort((a, b) => gap(a) - gap(b));
}

/**
 * The cell whose rate and distortion are nearest to a point of the plane, whose sides are `wide` and `high`.
 * @param {Pick<Grid, "rows" | "epochs" | "cell">} grid
 * @param {number} rate
 * @param {number} distortion
 * @param {number} wide nats
 * @param {number} high nats
 */
export function nearest(grid, rate, distortion, wide, high) {
  let best = { gap: Infinity, row: 0, epoch: 1 };
  for (let row = 0; row < grid.rows; row++) {
    for (let epoch = 1; epoch <= grid.epochs; epoch++) {
      const { total, distortion: nats } = grid.cell(row, epoch);
      const gap = Math.hypot((total - rate) / wide, (nats - distortion) / high);
      if (gap < best.gap) best = { gap, row, epoch };
    }
  }
  return best;
}
