/** Between two codes: the straight line and the arc, point by point as vaeviz/latents/decode.py has them. */

const PARALLEL = 1e-6; // radians: two directions closer than this, to each other or to opposite, span no arc

/** The point at t of the straight line. */
export function lerp(start, end, t) {
  return Float32Array.from(start, (value, j) => (1 - t) * value + t * end[j]);
}

/**
 * The point at t of the arc; its norm goes linearly from one to the other's. Directions that are the same, opposite or
 * undefined (a zero code) span no single arc: the line's point is given. White 2016, section 2.1; Shoemake 1985.
 */
export function slerp(start, end, t) {
  const [first, last] = [Math.hypot(...start), Math.hypot(...end)];
  if (Math.min(first, last) === 0) return lerp(start, end, t);
  const [u, v] = [Array.from(start, (value) => value / first), Array.from(end, (value) => value / last)];
  // 2 atan2 of the chord: exact near 0 and pi, where acos of the dot product loses half the digits
  const angle =
    2 * Math.atan2(Math.hypot(...u.map((value, j) => value - v[j])), Math.hypot(...u.map((value, j) => value + v[j])));
  if (angle < PARALLEL || Math.PI - angle < PARALLEL) return lerp(start, end, t);
  const [from, to] = [Math.sin((1 - t) * angle) / Math.sin(angle), Math.sin(t * angle) / Math.sin(angle)];
  const norm = (1 - t) * first + t * last;
  return Float32Array.from(u, (value, j) => norm * (from * value + to * v[j]));
}
