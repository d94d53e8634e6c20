/** The bounding box of points. */

/** @typedef {readonly [x0: number, x1: number, y0: number, y1: number]} Box */

/** @type {WeakMap<object, Box>} */
const known = new WeakMap(); // points -> box

/**
 * The box of points (x, y pairs), which must not change: it is found once. Of no points, the square of side 2.
 * @param {Float32Array | readonly number[]} points
 */
export function boxOf(points) {
  const box = known.get(points) ?? Object.freeze(measureBox(points));
  known.set(points, box);
  return box;
}

/** @type {(points: Float32Array | readonly number[]) => Box} */
function measureBox(points) {
  let [x0, x1, y0, y1] = [Infinity, -Infinity, Infinity, -Infinity];
  for (let at = 0; at < points.length; at += 2) {
    const [x, y] = [points[at], points[at + 1]];
    if (x < x0) x0 = x;
    if (x > x1) x1 = x;
    if (y < y0) y0 = y;
    if (y > y1) y1 = y;
  }
  return points.length ? [x0, x1, y0, y1] : [-1, 1, -1, 1];
}
