/** The figures of every cell: a row is a beta, from the smallest, a column an epoch from 1. */

import { nearestFactor } from "../../plot/nearest.js";

const [WITHIN, LEAST] = [0.99, 3]; // of a cell's coordinates lie on the map, the others at its edge; deviations it shows at least

/** Read what vaeviz/server/figures/sweep.py `figures` sends. */
export function createGrid({ head, arrays }) {
  const { betas, epochs, latent } = head;
  const at = (row, epoch) => row * epochs + epoch - 1;
  const part = (name, index, size) => arrays[name].subarray(index * size, (index + 1) * size);
  const points = arrays.labels.length * 2;
  return {
    ...head,
    rows: betas.length,
    pixels: head.image.reduce((product, side) => product * side, 1),
    labels: arrays.labels,
    shown: arrays.shown,
    originals: arrays.originals,
    samples: arrays.samples,
    mostRate: arrays.rate.reduce((most, rate) => Math.max(most, rate), 0),
    reaches: betas.map((_, row) =>
      reachOf(Array.from({ length: epochs }, (_, i) => part("map", at(row, i + 1), points))),
    ),
    /** The row whose beta is nearest, as a factor. */
    rowOf: (beta) => nearestFactor(betas, beta),
    epochOf: (epoch) => Math.min(epochs, Math.max(1, Math.round(epoch))),
    cell(row, epoch) {
      const index = at(row, epoch);
      const rate = part("rate", index, latent);
      const alive = Array.from(part("mu_variance", index, latent), (variance) => variance > head.active);
      return {
        rate,
        alive,
        active: alive.filter(Boolean).length,
        total: rate.reduce((sum, one) => sum + one, 0),
        distortion: arrays.distortion[index],
        elbo: arrays.elbo[index],
        map: part("map", index, points),
      };
    },
  };
}

/** How far maps of one scale reach, in deviations of the prior. */
function reachOf(maps) {
  const sizes = maps.map((map) => Float32Array.from(map, Math.abs).sort());
  return Math.max(LEAST, ...sizes.map((sorted) => sorted[Math.floor(WITHIN * (sorted.length - 1))]));
}

/** The dimension that is meant: the one chosen, or, for -1 and what is not there, the one of the highest rate. */
export function dimensionOf(chosen, rate) {
  if (chosen >= 0 && chosen < rate.length) return chosen;
  return rate.indexOf(Math.max(...rate));
}

/** The cells to have at hand around one, nearest first: its row and its column of the grid. */
export function around(row, epoch, rows, epochs) {
  const cross = [];
  for (let r = 0; r < rows; r++) if (r !== row) cross.push([r, epoch, Math.abs(r - row)]);
  for (let e = 1; e <= epochs; e++) if (e !== epoch) cross.push([row, e, Math.abs(e - epoch)]);
  cross.sort((a, b) => a[2] - b[2]);
  return [[row, epoch], ...cross.map(([r, e]) => [r, e])];
}

/** The cell whose rate and distortion are nearest to a place in the plane, whose sides are `wide` and `high`. */
export function nearest(grid, rate, distortion, wide, high) {
  let best = { gap: Infinity };
  for (let row = 0; row < grid.rows; row++) {
    for (let epoch = 1; epoch <= grid.epochs; epoch++) {
      const { total, distortion: nats } = grid.cell(row, epoch);
      const gap = Math.hypot((total - rate) / wide, (nats - distortion) / high);
      if (gap < best.gap) best = { gap, row, epoch };
    }
  }
  return best;
}
