/** Which map a state shows: one of the stored ones, or one that the page makes of the codes. */

import { MANIFOLD, codeOf, manifoldMap, placeOn } from "./manifold.js";
import { pairMap, pairOf } from "./pairs.js";

/** The map named `map`; null where there are no codes, or no such map of them. */
export function mapOf({ codes, map, model }) {
  if (!codes) return null;
  if (Object.hasOwn(codes.maps, map)) return codes.maps[map];
  if (map === MANIFOLD && codes.latent === 2) return manifoldMap(codes, model);
  const pair = pairOf(map, codes.latent);
  return pair && pairMap(codes, ...pair);
}

/** Whether every place of `map` is a code by itself: two of its coordinates, or the prior's plane. */
export function isExact({ params, priorOf }) {
  return Number.isInteger(params?.x) || priorOf !== undefined;
}

/** Where z stands on an exact map, under c. */
export function exactPlace(map, z, c) {
  return map.priorOf ? placeOn(z, map.priorOf(c), map.dims) : [z[map.params.x], z[map.params.y]];
}

/** The code at a place of an exact map, under c: z, but for the coordinates that the map has. */
export function exactCode(map, z, c, place) {
  if (map.priorOf) return codeOf(place, map.priorOf(c), map.dims);
  const next = z.slice();
  [next[map.params.x], next[map.params.y]] = place;
  return next;
}
