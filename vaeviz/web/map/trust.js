/**
 * How far neighbours on a map are neighbours in latent space, measured in the page while it is idle, for the maps that
 * are made there. The definition is that of vaeviz/latents/embed.py: Venna and Kaski, ICANN 2001, as in scikit-learn.
 */

import { uniform } from "../latents/gaussian.js";
import { whenIdle } from "../core/dom.js";
import { mapOf } from "./shown.js";

/** @import { Codes, MapData, PageStore, State } from "../core/types.js" */
/** @typedef {State["trusts"][string] | null} Trust null where there are too few codes */

const NEIGHBOURS = 15;
const MOST = 2000; // codes that it is measured on: the cost grows with their square
const SLICE_MS = 8; // at a time, so that no drag waits

/**
 * Measure it for a map (x, y pairs) of codes, code by code: {value, n codes} is returned, null below 32 codes.
 * @type {(codes: Pick<Codes, "mu" | "latent" | "n">, points: Float32Array) => Generator<null, Trust>}
 */
export function* measure({ mu, latent, n }, points) {
  if (n < 2 * NEIGHBOURS + 2) return null;
  const rows = sampled(n, MOST);
  const [high, low] = [take(mu, latent, rows), take(points, 2, rows)];
  const count = rows.length;
  const [far, near] = [new Float64Array(count), new Float64Array(count)];
  let wrong = 0;
  for (let i = 0; i < count; i++) {
    gaps(high, latent, i, far);
    gaps(low, 2, i, near);
    wrong += intruders(far, closest(near, NEIGHBOURS));
    yield null;
  }
  return { value: 1 - (wrong * 2) / (count * NEIGHBOURS * (2 * count - 3 * NEIGHBOURS - 1)), n: count };
}

/**
 * How far, in ranks beyond the nearest, the codes `found` on the map are in latent space.
 * @param {Float64Array} far squared distances in latent space
 * @param {readonly number[]} found
 */
function intruders(far, found) {
  const limits = Float64Array.from(found, (j) => far[j]);
  const ranks = new Int32Array(found.length).fill(1);
  for (const gap of far) {
    for (let at = 0; at < limits.length; at++) if (gap < limits[at]) ranks[at] += 1;
  }
  return ranks.reduce((sum, rank) => sum + Math.max(0, rank - NEIGHBOURS), 0);
}

/**
 * Squared distances of row i to all rows; to itself infinite.
 * @type {(rows: Float32Array, width: number, i: number, out: Float64Array) => void}
 */
function gaps(rows, width, i, out) {
  for (let j = 0; j < out.length; j++) {
    let sum = 0;
    for (let k = 0, a = i * width, b = j * width; k < width; k++, a++, b++) sum += (rows[a] - rows[b]) ** 2;
    out[j] = sum;
  }
  out[i] = Infinity;
}

/**
 * The indices of the k least values.
 * @param {Float64Array} values
 * @param {number} k
 */
function closest(values, k) {
  /** @type {number[]} */
  const found = [];
  let limit = Infinity;
  values.forEach((value, i) => {
    if (value >= limit) return;
    let at = found.length;
    while (at > 0 && values[found[at - 1]] > value) at -= 1;
    found.splice(at, 0, i);
    if (found.length > k) found.pop();
    if (found.length === k) limit = values[found[k - 1]];
  });
  return found;
}

/**
 * At most `most` of n rows, the same ones every time.
 * @param {number} n
 * @param {number} most
 */
function sampled(n, most) {
  const rows = Array.from({ length: n }, (_, i) => i);
  if (n <= most) return rows;
  const random = uniform(0);
  for (let i = 0; i < most; i++) {
    const j = i + Math.floor(random() * (n - i));
    [rows[i], rows[j]] = [rows[j], rows[i]];
  }
  return rows.slice(0, most);
}

/** @type {(matrix: Float32Array, width: number, rows: readonly number[]) => Float32Array} */
function take(matrix, width, rows) {
  const out = new Float32Array(rows.length * width);
  rows.forEach((row, i) => out.set(matrix.subarray(row * width, (row + 1) * width), i * width));
  return out;
}

/**
 * Keep the store's `trusts` filled for the map that is shown; `idle(work)` calls work when nothing else is to be done.
 * @type {(store: PageStore, idle?: (work: () => void) => void) => void}
 */
export function watchTrust(store, idle = whenIdle) {
  /** @type {MapData | null} */
  let measuring = null; // the map that is being measured
  store.watch(["codes"], () => store.set({ trusts: Object.freeze({}) }));
  store.watch(["codes", "map", "model"], (state) => {
    const map = mapOf(state);
    measuring = map && map.trustworthiness === undefined && !(map.name in state.trusts) ? map : null;
    if (measuring && state.codes) work(measuring, measure(state.codes, measuring.points));
  });
  /** @type {(map: MapData, steps: Generator<null, Trust>) => void} */
  function work(map, steps) {
    idle(() => {
      if (measuring !== map) return;
      const until = performance.now() + SLICE_MS;
      while (performance.now() < until) {
        const { done, value } = steps.next();
        if (done) return store.set({ trusts: Object.freeze({ ...store.get().trusts, [map.name]: value }) });
      }
      work(map, steps);
    });
  }
}
