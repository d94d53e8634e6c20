/** Which map a state shows: one of the stored ones, or one that the page makes of the codes. */

import { dimsOfAxes } from "./axes.js";
import { MANIFOLD, codeOf, manifoldMap, placeOn } from "./manifold.js";
import { pairMap, pairOf } from "./pairs.js";

/** @import { MapData, State } from "../core/types.js" */
/** @import { Point } from "./plane.js" */

/**
 * The map named `map`; null where there are no codes, or no such map of them.
 * @type {(state: Pick<State, "codes" | "map" | "model">) => MapData | null}
 */
export function mapOf({ codes, map, model }) {
  if (!codes) return null;
  if (Object.hasOwn(codes.maps, map)) return codes.maps[map];
  if (map === MANIFOLD && codes.latent === 2) return manifoldMap(codes, model);
  const pair = pairOf(map, codes.latent);
  return pair && pairMap(codes, ...pair);
}

/**
 * Whether every place of `map` is a code by itself: two of its coordinates, or the prior's plane.
 * @param {MapData} map
 */
export function isExact(map) {
  return dimsOfAxes(map) !== null || map.priorOf !== undefined;
}

/** The place of z on an exact map, under c. @type {(map: MapData, z: Float32Array, c: Float32Array) => Point} */
export function exactPlace(map, z, c) {
  if (map.priorOf && map.dims) return placeOn(z, map.priorOf(c), map.dims);
  const [x, y] = /** @type {Point} */ (dimsOfAxes(map));
  return [z[x], z[y]];
}

/**
 * The code at a place of an exact map, under c: z, but for the coordinates that the map has.
 * @type {(map: MapData, z: Float32Array, c: Float32Array, place: Point) => Float32Array}
 */
export function exactCode(map, z, c, place) {
  if (map.priorOf && map.dims) return codeOf(place, map.priorOf(c), map.dims);
  const next = z.slice();
  const [x, y] = /** @type {Point} */ (dimsOfAxes(map));
  [next[x], next[y]] = place;
  return next;
}
