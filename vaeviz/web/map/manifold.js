/**
 * The prior's own plane for models of two dimensions: each coordinate of z through the prior's distribution function, so
 * that equal areas hold equal prior mass. Kingma and Welling, "Auto-Encoding Variational Bayes", ICLR 2014, figure 4.
 */

import { priorAt } from "../latents/gaussian.js";
import { cdf, quantile } from "../latents/normal.js";
import { ownPriors } from "./codes.js";

export const MANIFOLD = "manifold"; // the map's name
export const SIDE = 20; // pictures a side
const REACH = 4; // deviations: a place outside the square is taken for its edge

const made = new WeakMap(); // codes -> map

/**
 * The codes on the prior's plane; made once. A code stands where the prior of the condition it was encoded under has it, so
 * that groups stay as they are when c changes; `priorOf(c)` is the prior of a z under c.
 */
export function manifoldMap(codes, model) {
  if (!made.has(codes)) {
    const dims = dimsOf(codes);
    const points = pointsOf(codes, ownPriors(codes, model), dims);
    made.set(codes, {
      name: MANIFOLD,
      points,
      params: {},
      seed: null,
      priorOf: (c) => priorAt(model, c),
      dims,
      extent: [0, 1, 0, 1],
    });
  }
  return made.get(codes);
}

function pointsOf({ mu }, priorOf, dims) {
  const points = new Float32Array(mu.length);
  for (let at = 0; at < mu.length; at += 2) points.set(placeOn(mu.subarray(at, at + 2), priorOf(at / 2), dims), at);
  return points;
}

/** Which dimension goes across and which upwards: as on the stored map of the axes, so that the two do not look flipped. */
export function dimsOf({ maps }) {
  const { x = 0, y = 1 } = maps?.axes?.params ?? {};
  return [x, y];
}

/** Where z stands on the plane of `prior`. */
export function placeOn(z, { mu, logvar }, dims) {
  return dims.map((dim) => cdf((z[dim] - mu[dim]) / Math.exp(logvar[dim] / 2)));
}

/** The z of a place on the plane; of one outside the square, that of its edge. */
export function codeOf(place, prior, dims) {
  const z = new Float32Array(2);
  dims.forEach((dim, axis) => {
    const deviations = Math.max(-REACH, Math.min(REACH, quantile(place[axis])));
    z[dim] = prior.mu[dim] + Math.exp(prior.logvar[dim] / 2) * deviations;
  });
  return z;
}

/** side x side codes at the midpoints of equal prior mass, row by row from the top left, as vaeviz/latents/decode.py has them. */
export function manifoldGrid(side, prior, dims) {
  const z = new Float32Array(2 * side * side);
  for (let row = 0; row < side; row++) {
    for (let column = 0; column < side; column++) {
      z.set(codeOf([(column + 0.5) / side, (side - row - 0.5) / side], prior, dims), 2 * (row * side + column));
    }
  }
  return z;
}
