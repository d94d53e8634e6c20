/** How far an average of codes near a place on the map is from the code that really stands there. */

import { whenIdle } from "../core/dom.js";
import { indexOf } from "./index.js";
import { NEIGHBOURS, blend } from "./neighbours.js";
import { isExact, mapOf } from "./shown.js";

const HELD_OUT = 500; // codes

/**
 * Leave one code out at a time, go to its place on `map`, and compare the average of the others near it with the code
 * itself: the RMS difference over codes and dimensions, as a share of the codes' own RMS deviation from their mean. 0 is
 * perfect, 1 no better than always taking the mean code. Null where places are codes by themselves, or codes are too few.
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

/** The neighbours but for `own`: one fewer than were found. */
function without({ index, distance }, own) {
  const kept = [...index.keys()].filter((at) => index[at] !== own).slice(0, NEIGHBOURS);
  return { index: Int32Array.from(kept, (at) => index[at]), distance: Float64Array.from(kept, (at) => distance[at]) };
}

/** Keep the store's `heldOut` at {map, value} of the map that is shown; `idle(work)` calls work when nothing else is to be done. */
export function watchHeldOut(store, idle = whenIdle) {
  const known = new WeakMap(); // map -> {map, value}
  store.watch(["codes", "map", "model"], (state) => {
    const map = mapOf(state);
    store.set({ heldOut: (map && known.get(map)) ?? null });
    if (!map || known.has(map)) return;
    idle(() => {
      if (known.has(map) || store.get().codes !== state.codes || mapOf(store.get()) !== map) return;
      known.set(map, Object.freeze({ map, value: heldOutError(state.codes, map) }));
      store.set({ heldOut: known.get(map) });
    });
  });
}

/** What an average on this map is worth, in words; nothing until it is measured. */
export function heldOutText(heldOut) {
  return Number.isFinite(heldOut?.value) ? `RMS error ${heldOut.value.toFixed(2)} of the codes' RMS deviation` : "";
}

/** The mean, over the dimensions, of the variance of codes. */
function varianceOf(mu, latent) {
  const [sums, squares] = [new Float64Array(latent), new Float64Array(latent)];
  for (let at = 0; at < mu.length; at++) {
    sums[at % latent] += mu[at];
    squares[at % latent] += mu[at] * mu[at];
  }
  const n = mu.length / latent;
  return squares.reduce((total, square, j) => total + square / n - (sums[j] / n) ** 2, 0) / latent;
}
