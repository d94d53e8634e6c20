/** Which map a state shows: one of the stored ones, or one that the page makes of the codes. */

import { MANIFOLD, codeOf, manifoldMap, placesOf } from "./manifold.js";
import { pairMap, pairOf } from "./pairs.js";

/** The map named `map`; null where there are no codes, or no such map of them. */
export function mapOf({ codes, map, model }) {
  if (!codes) return null;
  if (Object.hasOwn(codes.maps, map)) return codes.maps[map];
  if (map === MANIFOLD && codes.latent === 2) return manifoldMap(codes, model.prior);
  const pair = pairOf(map, codes.latent);
  return pair && pairMap(codes, ...pair);
}

/** Whether every place of `map` is a code by itself: two of its coordinates, or the prior's plane. */
export function isExact({ params, prior }) {
  return Number.isInteger(params?.x) || prior !== undefined;
}

/** Where z stands on an exact map. */
export function exactPlace(map, z) {
  return map.prior ? [...placesOf(z, map.prior, map.dims)] : [z[map.params.x], z[map.params.y]];
}

/** The code at a place of an exact map: z, but for the coordinates that the map has. */
export function exactCode(map, z, place) {
  if (map.prior) return codeOf(place, map.prior, map.dims);
  const next = z.slice();
  [next[map.params.x], next[map.params.y]] = place;
  return next;
}
