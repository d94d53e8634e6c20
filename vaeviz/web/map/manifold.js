/**
 * The prior's own plane for models of two dimensions: each coordinate of z through the prior's distribution function,
 * so that equal areas hold equal prior mass. Kingma and Welling, "Auto-Encoding Variational Bayes", ICLR 2014,
 * figure 4.
 */

import { priorAt } from "../latents/gaussian.js";
import { cdf, quantile } from "../latents/normal.js";
import { ownPriors } from "./codes.js";

/** @import { Codes, Gaussian, MapData, Model, Vector } from "../core/types.js" */
/** @import { Point } from "./plane.js" */

export const MANIFOLD = "manifold"; // the map's name
export const SIDE = 20; // images per side
const REACH = 4; // standard deviations: a place outside the square is taken for its edge

/** @type {WeakMap<Codes, MapData>} */
const made = new WeakMap(); // codes -> map

/**
 * The codes on the prior's plane; made once. Each code is placed by the prior of the condition it was encoded under, so
 * groups stay as they are when c changes; `priorOf(c)` is the prior of a z under c.
 * @type {(codes: Codes, model: Model) => MapData}
 */
export function manifoldMap(codes, model) {
  const known = made.get(codes);
  if (known) return known;
  const dims = dimsOf(codes);
  /** @type {MapData} */
  const map = {
    name: MANIFOLD,
    points: pointsOf(codes, ownPriors(codes, model), dims),
    params: {},
    seed: null,
    priorOf: (c) => priorAt(model, c),
    dims,
    extent: [0, 1, 0, 1],
  };
  made.set(codes, map);
  return map;
}

/** @type {(codes: Codes, priorOf: (i: number) => Gaussian, dims: [number, number]) => Float32Array} */
function pointsOf({ mu }, priorOf, dims) {
  const points = new Float32Array(mu.length);
  for (let at = 0; at < mu.length; at += 2) points.set(placeOn(mu.subarray(at, at + 2), priorOf(at / 2), dims), at);
  return points;
}

/**
 * The dimensions that go across and upwards: as on the stored map of the axes, so that neither looks flipped.
 * @type {(codes: Pick<Codes, "maps">) => [number, number]}
 */
export function dimsOf({ maps }) {
  const { x = 0, y = 1 } = maps?.axes?.params ?? {};
  return [x, y];
}

/** The place of z on the plane of a prior. @type {(z: Vector, prior: Gaussian, dims: [number, number]) => Point} */
export function placeOn(z, { mu, logvar }, [x, y]) {
  /** @type {(dim: number) => number} */
  const share = (dim) => cdf((z[dim] - mu[dim]) / Math.exp(logvar[dim] / 2));
  return [share(x), share(y)];
}

/**
 * The z of a place on the plane; of one outside the square, that of its edge.
 * @type {(place: Point, prior: Gaussian, dims: [number, number]) => Float32Array}
 */
export function codeOf(place, prior, dims) {
  const z = new Float32Array(2);
  dims.forEach((dim, axis) => {
    const deviations = Math.max(-REACH, Math.min(REACH, quantile(place[axis])));
    z[dim] = prior.mu[dim] + Math.exp(prior.logvar[dim] / 2) * deviations;
  });
  return z;
}

/**
 * side x side codes at the midpoints of equal prior mass, row by row from the top left, as vaeviz/latents/decode.py has
 * them.
 * @type {(side: number, prior: Gaussian, dims: [number, number]) => Float32Array}
 */
export function manifoldGrid(side, prior, dims) {
  const z = new Float32Array(2 * side * side);
  for (let row = 0; row < side; row++) {
    for (let column = 0; column < side; column++) {
      z.set(codeOf([(column + 0.5) / side, (side - row - 0.5) / side], prior, dims), 2 * (row * side + column));
    }
  }
  return z;
}
