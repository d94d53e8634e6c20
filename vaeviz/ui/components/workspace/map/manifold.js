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
    const dims = dimsOf(codes);
    made.set(codes, { name: MANIFOLD, points: placesOf(codes.mu, prior, dims), params: {}, seed: null, prior, dims, extent: [0, 1, 0, 1] });
  }
  return made.get(codes);
}

/** Which dimension goes across and which upwards: as on the stored map of the axes, so that the two do not look flipped. */
export function dimsOf({ maps }) {
  const { x = 0, y = 1 } = maps?.axes?.params ?? {};
  return [x, y];
}

/** Where codes z (pairs) stand on the plane. */
export function placesOf(z, prior, dims) {
  const scales = prior.logvar.map((logvar) => Math.exp(logvar / 2));
  return Float32Array.from(z, (_, at) => {
    const dim = dims[at % 2];
    return cdf((z[at - (at % 2) + dim] - prior.mu[dim]) / scales[dim]);
  });
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

/** side x side codes at the midpoints of equal prior mass, row by row from the top left, as vaeviz/decoding.py has them. */
export function manifoldGrid(side, prior, dims) {
  const z = new Float32Array(2 * side * side);
  for (let row = 0; row < side; row++) {
    for (let column = 0; column < side; column++) {
      z.set(codeOf([(column + 0.5) / side, (side - row - 0.5) / side], prior, dims), 2 * (row * side + column));
    }
  }
  return z;
}
