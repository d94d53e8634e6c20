/**
 * The frontier of runs on the plane of rate and distortion, and the line that touches it; points are {rate,
 * distortion}.
 */

/** @import { Point } from "./types.js" */

const BEYOND = 4; // how much steeper, or flatter, than its one edge a line is taken to be at the hull's ends

/**
 * The lower hull of the points where more rate buys less distortion, from the least rate to the greatest.
 * @template {Point} T
 * @param {T[]} points
 * @returns {T[]}
 */
export function frontierOf(points) {
  const sorted = [...points].sort((a, b) => a.rate - b.rate || a.distortion - b.distortion);
  /** @type {T[]} */
  const hull = [];
  for (const point of sorted) {
    if (hull.length && point.distortion >= hull[hull.length - 1].distortion) continue;
    while (hull.length > 1 && steeper(hull, point)) hull.pop();
    hull.push(point);
  }
  return hull;
}

/**
 * The point that minimises distortion + beta * rate: where a line of slope -beta, moved up from below, first touches.
 * @template {Point} T
 * @param {T[]} points
 * @param {number} beta
 * @returns {T} of one point at least
 */
export function touched(points, beta) {
  /** @type {T | null} */
  let best = null;
  for (const point of points) if (best === null || objective(point, beta) < objective(best, beta)) best = point;
  return /** @type {T} */ (best);
}

/**
 * What training at `beta` minimises, in nats.
 * @param {Point} given
 * @param {number} beta
 */
export function objective({ rate, distortion }, beta) {
  return distortion + beta * rate;
}

/**
 * A beta whose line touches `hull` at about this rate: at a corner the middle of those that touch it, log-even between.
 * @param {Point[]} hull
 * @param {number} rate
 */
export function betaAt(hull, rate) {
  const steep = hull.slice(1).map((point, i) => -slope(hull[i], point)); // of the edges, falling
  if (!steep.length) return 1;
  const own = hull.map((_, i) =>
    Math.log(Math.sqrt((steep[i - 1] ?? BEYOND * steep[i]) * (steep[i] ?? steep[i - 1] / BEYOND))),
  ); // of the corners
  const next = hull.findIndex((point) => point.rate > rate);
  if (next === 0) return Math.exp(own[0]);
  if (next < 0) return Math.exp(own[own.length - 1]);
  const [from, to] = [hull[next - 1], hull[next]];
  return Math.exp(own[next - 1] + ((own[next] - own[next - 1]) * (rate - from.rate)) / (to.rate - from.rate));
}

const slope = (/** @type {Point} */ a, /** @type {Point} */ b) => (b.distortion - a.distortion) / (b.rate - a.rate);

/**
 * Whether the way from the last but one of `hull` to `point` falls no less than its last edge.
 * @param {Point[]} hull
 * @param {Point} point
 */
function steeper(hull, point) {
  const [from, to] = hull.slice(-2);
  return slope(from, point) <= slope(from, to);
}
