/** Pictures of one channel in another size: the area's average where they shrink, bilinear where they grow. */

/**
 * @typedef {object} Plane
 * @property {number} width
 * @property {number} height
 * @property {Float32Array} values rows of numbers
 */

/**
 * The part of `plane` that begins at (left, top), `wide` x `tall` pixels and fractions of them, in another size.
 * @param {Plane} plane
 * @param {{left: number, top: number, wide: number, tall: number}} part
 * @param {{width: number, height: number}} size
 * @returns {Plane}
 */
export function resample(plane, { left, top, wide, tall }, { width, height }) {
  const [columns, rows] = [taps(left, wide, width, plane.width), taps(top, tall, height, plane.height)];
  const narrow = new Float32Array(width * plane.height);
  for (let y = 0; y < plane.height; y++) {
    for (let x = 0; x < width; x++) {
      const { first, weights } = columns[x];
      let sum = 0;
      for (let i = 0; i < weights.length; i++) sum += weights[i] * plane.values[y * plane.width + first + i];
      narrow[y * width + x] = sum;
    }
  }
  const values = new Float32Array(width * height);
  for (let y = 0; y < height; y++) {
    const { first, weights } = rows[y];
    for (let i = 0; i < weights.length; i++)
      for (let x = 0; x < width; x++) values[y * width + x] += weights[i] * narrow[(first + i) * width + x];
  }
  return { width, height, values };
}

/**
 * All of a plane in another size.
 * @param {Plane} plane
 * @param {{width: number, height: number}} size
 */
export function resized(plane, size) {
  return resample(plane, { left: 0, top: 0, wide: plane.width, tall: plane.height }, size);
}

/**
 * For each of `n` pixels that share the stretch `length` from `start`, which of `limit` pixels it is made of.
 * @param {number} start
 * @param {number} length
 * @param {number} n
 * @param {number} limit
 */
function taps(start, length, n, limit) {
  const step = length / n;
  const reach = Math.max(step / 2, 1); // of a box, or of a triangle between neighbours
  return Array.from({ length: n }, (_, i) => {
    const centre = start + (i + 0.5) * step;
    const first = Math.max(0, Math.floor(centre - reach));
    const last = Math.min(limit, Math.ceil(centre + reach));
    const weights = Array.from({ length: last - first }, (_, k) => weight(first + k - centre, step));
    const total = weights.reduce((sum, one) => sum + one, 0);
    return { first, weights: weights.map((one) => one / total) };
  });
}

/**
 * What a pixel that begins `from` beyond the centre counts: its overlap with the box; or how near its middle is.
 * @param {number} from
 * @param {number} step
 */
function weight(from, step) {
  if (step < 1) return Math.max(0, 1 - Math.abs(from + 0.5));
  return Math.max(0, Math.min(from + 1, step / 2) - Math.max(from, -step / 2));
}
