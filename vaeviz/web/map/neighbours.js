/** Nearest neighbours by a plain scan: 10,000 points cost well under a millisecond. */

export const NEIGHBOURS = 8; // real codes averaged, for a place on the map or of a z on it

/** @typedef {{index: Int32Array, distance: Float64Array}} Neighbours rows, nearest first, and squared distances */

/**
 * The k rows of `points` (rows of `dim`) nearest to `query`, nearest first.
 * @type {(points: Float32Array, dim: number, query: Float32Array, k: number) => Neighbours}
 */
export function nearest(points, dim, query, k) {
  const n = points.length / dim;
  const index = new Int32Array(k).fill(-1);
  const distance = new Float64Array(k).fill(Infinity);
  let farthest = Infinity; // of the k found so far
  for (let i = 0; i < n; i++) {
    let sum = 0;
    for (let j = 0, at = i * dim; j < dim && sum < farthest; j++, at++) {
      const gap = points[at] - query[j];
      sum += gap * gap;
    }
    if (sum >= farthest) continue;
    let slot = k - 1;
    for (; slot > 0 && distance[slot - 1] > sum; slot--) {
      distance[slot] = distance[slot - 1];
      index[slot] = index[slot - 1];
    }
    distance[slot] = sum;
    index[slot] = i;
    farthest = distance[k - 1];
  }
  const found = Math.min(k, n);
  return { index: index.subarray(0, found), distance: distance.subarray(0, found) };
}

/**
 * The average of the named rows of `dim`, weighted by inverse distance; at a row itself it is that row. The same as
 * `invert_map` of vaeviz/latents/decode.py.
 * @type {(points: Float32Array, dim: number, neighbours: Neighbours) => Float32Array}
 */
export function blend(points, dim, { index, distance }) {
  const out = new Float32Array(dim);
  const closest = distance[0];
  const weights = Array.from(distance, (d) => (closest ? Math.sqrt(closest / d) : Number(d === 0)));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  index.forEach((i, rank) => {
    for (let j = 0; j < dim; j++) out[j] += (weights[rank] / total) * points[i * dim + j];
  });
  return out;
}
