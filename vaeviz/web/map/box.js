/** The box around points. */

const known = new WeakMap(); // points -> box

/** x0, x1, y0, y1 of points (x, y pairs), which stay as they are: it is found once. Around nothing, the square of side 2. */
export function boxOf(points) {
  if (!known.has(points)) known.set(points, Object.freeze(measure(points)));
  return known.get(points);
}

function measure(points) {
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
