/**
 * The prior's own plane for models of two dimensions: each coordinate of z through the prior's distribution function, so
 * that equal areas hold equal prior mass. Kingma and Welling, "Auto-Encoding Variational Bayes", ICLR 2014, figure 4.
 */

import { cdf, quantile } from "../latents/normal.js";

export const MANIFOLD = "manifold"; // the map's name
export const SIDE = 20; // pictures a side
const REACH = 4; // deviations: a place outside the square is taken for its edge

const made = new WeakMap(); // codes -> map

/** The codes on the prior's plane; made once. */
export function manifoldMap(codes, prior) {
  if (!made.has(codes)) {
    made.set(codes, { name: MANIFOLD, points: placesOf(codes.mu, prior), params: {}, seed: null, prior, extent: [0, 1, 0, 1] });
  }
  return made.get(codes);
}

/** Where codes z (x, y pairs) stand on the plane. */
export function placesOf(z, prior) {
  const scales = prior.logvar.map((logvar) => Math.exp(logvar / 2));
  return Float32Array.from(z, (value, at) => cdf((value - prior.mu[at % 2]) / scales[at % 2]));
}

/** The z of a place on the plane; of one outside the square, that of its edge. */
export function codeOf(place, prior) {
  return Float32Array.from(place, (mass, axis) => {
    const deviations = Math.max(-REACH, Math.min(REACH, quantile(mass)));
    return prior.mu[axis] + Math.exp(prior.logvar[axis] / 2) * deviations;
  });
}

/** side x side codes at the midpoints of equal prior mass, row by row from the top left, as vaeviz/decoding.py has them. */
export function manifoldGrid(side, prior) {
  const z = new Float32Array(2 * side * side);
  for (let row = 0; row < side; row++) {
    for (let column = 0; column < side; column++) {
      z.set(codeOf([(column + 0.5) / side, (side - row - 0.5) / side], prior), 2 * (row * side + column));
    }
  }
  return z;
}
