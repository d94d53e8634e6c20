/** How far an average of codes near a place on the map is from the code that really stands there. */

import { whenIdle } from "../core/dom.js";
import { indexOf } from "./index.js";
import { NEIGHBOURS, blend } from "./neighbours.js";
import { isExact, mapOf } from "./shown.js";

/** @import { Codes, MapData, PageStore, State } from "../core/types.js" */
/** @import { Neighbours } from "./neighbours.js" */

const HELD_OUT = 500; // codes

/**
 * Leave one code out at a time, go to its place on `map`, and compare the average of the others near it with the code
 * itself: the RMS difference over codes and dimensions, as a share of the codes' standard deviation. 0 is perfect, 1 no
 * better than always taking the mean code. Null where places are codes by themselves, or codes are too few.
 * @param {Codes} codes
 * @param {MapData} map
 * @param {number} [most] codes that are left out, at most
 */
export function heldOutError({ mu, latent, n }, map, most = HELD_OUT) {
  if (isExact(map) || n <= NEIGHBOURS) return null;
  const held = Math.min(most, n);
  const index = indexOf(map.points);
  let sum = 0;
  for (let nth = 0; nth < held; nth++) {
    const i = Math.floor((nth * n) / held);
    const near = without(index.nearest([map.points[2 * i], map.points[2 * i + 1]], NEIGHBOURS + 1), i);
    const guess = blend(mu, latent, near);
    for (let j = 0; j < latent; j++) sum += (guess[j] - mu[i * latent + j]) ** 2;
  }
  const variance = varianceOf(mu, latent);
  return variance > 0 ? Math.sqrt(sum / (held * latent) / variance) : null;
}

/**
 * The neighbours but for `own`: one fewer than were found.
 * @type {(neighbours: Neighbours, own: number) => Neighbours}
 */
function without({ index, distance }, own) {
  const kept = [...index.keys()].filter((at) => index[at] !== own).slice(0, NEIGHBOURS);
  return { index: Int32Array.from(kept, (at) => index[at]), distance: Float64Array.from(kept, (at) => distance[at]) };
}

/**
 * Keep the store's `heldOut` that of the map that is shown; `idle(work)` calls work when nothing else is to be done.
 * @type {(store: PageStore, idle?: (work: () => void) => void) => void}
 */
export function watchHeldOut(store, idle = whenIdle) {
  /** @type {WeakMap<MapData, State["heldOut"]>} */
  const known = new WeakMap();
  store.watch(["codes", "map", "model"], (state) => {
    const { codes } = state;
    const map = mapOf(state);
    store.set({ heldOut: (map && known.get(map)) ?? null });
    if (!codes || !map || known.has(map)) return;
    idle(() => {
      if (known.has(map) || store.get().codes !== codes || mapOf(store.get()) !== map) return;
      const heldOut = Object.freeze({ map, value: heldOutError(codes, map) });
      known.set(map, heldOut);
      store.set({ heldOut });
    });
  });
}

/**
 * What an average on this map is: approximate, and by how much once that is measured.
 * @param {State["heldOut"]} heldOut
 */
export function averageText(heldOut) {
  const error = typeof heldOut?.value === "number" ? `; error ${heldOut.value.toFixed(2)} of a standard deviation` : "";
  return `mean of ${NEIGHBOURS} neighbours (approximate${error})`;
}

/**
 * The mean, over the dimensions, of the variance of codes.
 * @param {Float32Array} mu
 * @param {number} latent
 */
function varianceOf(mu, latent) {
  const [sums, squares] = [new Float64Array(latent), new Float64Array(latent)];
  for (let at = 0; at < mu.length; at++) {
    sums[at % latent] += mu[at];
    squares[at % latent] += mu[at] * mu[at];
  }
  const n = mu.length / latent;
  return squares.reduce((total, square, j) => total + square / n - (sums[j] / n) ** 2, 0) / latent;
}
