/** A mixture of classes as a point in a regular polygon with one corner per class, and as weights set one by one. */

import { C_STEPS } from "../latents/place.js";

/**
 * @import { Vector } from "../core/types.js"
 * @typedef {readonly [number, number]} Point x, y
 */

/**
 * The corners of a regular polygon, the first at the top, then clockwise; y points down. Two lie side by side.
 * @param {number} n
 * @returns {Point[]}
 */
export function cornersOf(n) {
  if (n === 2)
    return [
      [-1, 0],
      [1, 0],
    ];
  return Array.from({ length: n }, (_, i) => {
    const angle = (2 * Math.PI * i) / n - Math.PI / 2;
    return [Math.cos(angle), Math.sin(angle)];
  });
}

/**
 * The point of a mixture: the sum of the corners by its weights. Weights that sum to less than 1 lie nearer the middle.
 * @param {Vector} weights
 * @param {Point[]} corners
 * @returns {Point}
 */
export function pointOf(weights, corners) {
  const mean = (/** @type {0 | 1} */ axis) => corners.reduce((sum, corner, i) => sum + weights[i] * corner[axis], 0);
  return [mean(0), mean(1)];
}

/**
 * The weights of a point: Wachspress coordinates, which are rational, positive inside, 1 at their own corner and linear
 * along an edge. A point outside the polygon counts as the nearest on its boundary.
 * @param {Point} point
 * @param {Point[]} corners
 */
export function weightsAt(point, corners) {
  const n = corners.length;
  const [x, y] = within(point, corners);
  if (n === 2) return onGrid([(1 - x) / 2, (1 + x) / 2]);
  const areas = corners.map((corner, i) => Math.max(0, doubleArea(corner, corners[(i + 1) % n], [x, y])));
  const parts = corners.map((_, i) =>
    areas.reduce((product, area, j) => (j === i || j === (i + n - 1) % n ? product : product * area), 1),
  );
  const total = parts.reduce((sum, part) => sum + part, 0);
  return onGrid(parts.map((part) => part / total));
}

/**
 * The weights with the i-th set to `weight`: the others stay while the sum is at most 1, else they shrink alike.
 * @param {Vector} weights
 * @param {number} i
 * @param {number} weight
 */
export function withWeight(weights, i, weight) {
  const own = Math.max(0, Math.min(1, weight));
  const rest = sumOf(weights) - weights[i];
  const scale = rest > 1 - own ? (1 - own) / rest : 1;
  return onGrid(Array.from(weights, (value, j) => (j === i ? own : value * scale)));
}

/** The same mixture with weights that sum to 1; all weights 0 stay 0. @param {Vector} weights */
export function normalised(weights) {
  const total = sumOf(weights);
  return total > 0 ? onGrid(Array.from(weights, (value) => value / total)) : Float32Array.from(weights);
}

/** The sum of weights. @param {Vector} weights */
export function sumOf(weights) {
  let sum = 0;
  for (const weight of weights) sum += weight;
  return sum;
}

/**
 * Weights in whole steps of c's grid whose sum is that of `weights`, rounded: the largest takes the rounding error.
 * @param {number[]} weights
 */
function onGrid(weights) {
  const steps = weights.map((weight) => Math.round(weight * C_STEPS));
  const wanted = Math.round(sumOf(weights) * C_STEPS);
  steps[steps.indexOf(Math.max(...steps))] += wanted - sumOf(steps);
  return Float32Array.from(steps, (step) => step / C_STEPS);
}

/** The nearest point in the polygon. @param {Point} point @param {Point[]} corners */
function within(point, corners) {
  const n = corners.length;
  const edges = corners.map((corner, i) => [corner, corners[(i + 1) % n]]);
  if (n > 2 && edges.every(([from, to]) => doubleArea(from, to, point) >= 0)) return point;
  const nearest = edges.map(([from, to]) => nearestOn(from, to, point));
  const gaps = nearest.map(([x, y]) => Math.hypot(x - point[0], y - point[1]));
  return nearest[gaps.indexOf(Math.min(...gaps))];
}

/** The nearest point of an edge. @param {Point} from @param {Point} to @param {Point} point @returns {Point} */
function nearestOn([x0, y0], [x1, y1], [x, y]) {
  const [dx, dy] = [x1 - x0, y1 - y0];
  const t = Math.max(0, Math.min(1, ((x - x0) * dx + (y - y0) * dy) / (dx * dx + dy * dy)));
  return [x0 + t * dx, y0 + t * dy];
}

/**
 * Twice the area of a triangle, positive where its corners go clockwise on the screen.
 * @param {Point} a
 * @param {Point} b
 * @param {Point} c
 */
function doubleArea([ax, ay], [bx, by], [cx, cy]) {
  return (bx - ax) * (cy - ay) - (by - ay) * (cx - ax);
}
