/** Which points lie in a polygon, by the even-odd rule; the same answer as vaeviz/server/decode/lasso.py gives. */

import { boxOf } from "./box.js";

const BANDS = 256; // across the polygon's height: a point is tested against the edges of its own band only

/**
 * The indices of the `points` (x, y pairs) inside the polygon `corners` (x, y pairs), in order.
 * @type {(points: Float32Array, corners: Float32Array | readonly number[]) => Uint32Array}
 */
export function inside(points, corners) {
  const polygon = Float32Array.from(corners);
  if (polygon.length < 6) return new Uint32Array(0);
  const [left, right, low, high] = boxOf(polygon);
  const found = new Uint32Array(points.length / 2);
  const { starts, edges, bandOf } = sortedEdges(polygon, low, high);
  let count = 0;
  for (let i = 0, at = 0; at < points.length; i++, at += 2) {
    const [x, y] = [points[at], points[at + 1]];
    if (x < left || x > right || y < low || y > high) continue;
    const band = bandOf(y);
    let odd = false;
    for (let edge = 4 * starts[band]; edge < 4 * starts[band + 1]; edge += 4) {
      const [ay, by] = [edges[edge + 1], edges[edge + 3]];
      if (ay > y !== by > y && x < ((edges[edge + 2] - edges[edge]) * (y - ay)) / (by - ay) + edges[edge]) odd = !odd;
    }
    if (odd) found[count++] = i;
  }
  return found.slice(0, count);
}

/**
 * The edges (ax, ay, bx, by) band by band, each in every band that it crosses; `starts` says where a band's begin.
 * @param {Float32Array} polygon
 * @param {number} low
 * @param {number} high
 */
function sortedEdges(polygon, low, high) {
  const scale = high > low ? BANDS / (high - low) : 0;
  /** @type {(y: number) => number} */
  const bandOf = (y) => Math.min(BANDS - 1, Math.floor((y - low) * scale));
  const bands = Array.from({ length: BANDS }, () => /** @type {number[]} */ ([]));
  for (let at = 0; at < polygon.length; at += 2) {
    const to = (at + 2) % polygon.length;
    const [ay, by] = [polygon[at + 1], polygon[to + 1]];
    for (let band = bandOf(Math.min(ay, by)); band <= bandOf(Math.max(ay, by)); band++)
      bands[band].push(polygon[at], ay, polygon[to], by);
  }
  const starts = new Uint32Array(BANDS + 1);
  bands.forEach((band, i) => {
    starts[i + 1] = starts[i] + band.length / 4;
  });
  return { starts, edges: Float64Array.from(bands.flat()), bandOf };
}
