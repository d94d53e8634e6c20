/** The place of z on a map, and the marker there. */

import { h } from "../core/dom.js";
import { NEIGHBOURS, blend, nearest } from "./neighbours.js";
import { exactPlace, isExact } from "./shown.js";

/** @import { Codes, MapData, PageStore, State } from "../core/types.js" */
/** @import { Moment } from "./motion.js" */
/** @import { Plane, PlaneWindow, Point } from "./plane.js" */
/** @import { StageState } from "./stage.js" */

/** @type {WeakMap<MapData, {z: Float32Array, c: Float32Array, codes: Codes, place: Point}>} */
const places = new WeakMap();

/**
 * The place of {z, c} on `map`: exact for PCA (its linear map), for two coordinates of z and for the prior's plane;
 * elsewhere the average place of the real codes nearest to z.
 * @type {(code: Pick<State, "z" | "c">, map: MapData, codes: Codes) => Point}
 */
export function placeOf({ z, c }, map, codes) {
  if (isExact(map)) return exactPlace(map, z, c);
  const { basis, centre } = map;
  if (basis && centre) {
    /** @type {(axis: number) => number} */
    const along = (axis) => z.reduce((sum, value, j) => sum + basis[axis * z.length + j] * (value - centre[j]), 0);
    return [along(0), along(1)];
  }
  const [x, y] = blend(map.points, 2, nearest(codes.mu, codes.latent, z, NEIGHBOURS));
  return [x, y];
}

/**
 * The same for the current z and c: it is found once for each map, however often that is drawn.
 * @type {(code: Pick<State, "z" | "c">, map: MapData, codes: Codes) => Point}
 */
export function placeOfNow({ z, c }, map, codes) {
  const known = places.get(map);
  if (known?.z === z && known.c === c && known.codes === codes) return known.place;
  const place = placeOf({ z, c }, map, codes);
  places.set(map, { z, c, codes, place });
  return place;
}

/** @typedef {ReturnType<typeof createMarker>} Marker */

/**
 * Build the marker itself; `state.view` is the map on the screen.
 * @param {PageStore} store
 * @param {Plane} plane
 * @param {StageState} state
 */
export function createMarker(store, plane, state) {
  const node = h("b", { className: "marker", dataTestid: "map-marker", ariaHidden: "true" });

  /** The view, where its map is of the model whose z the store holds; else null. */
  function fitting() {
    const { z, model } = store.get();
    const { view } = state;
    return view && z.length === view.codes.latent && model.class_names === view.names ? view : null;
  }
  return {
    node,
    fitting,

    /** Its place on the screen; null where there is no map. */
    at: () => state.view && plane.toScreen(...placeOfNow(store.get(), state.view.map, state.view.codes)),

    /** Put it where z is; between two maps, as far along as the points are. @param {Moment} [moment] */
    place({ from, t } = { from: null, t: 1 }) {
      const view = fitting();
      node.hidden = !view;
      if (!view) return;
      const [x, y] = plane.toScreen(...placeOfNow(store.get(), view.map, view.codes));
      const [ox, oy] = from ? screenIn(from.window, placeOfNow(store.get(), from.map, view.codes)) : [x, y];
      node.style.transform = `translate(${x + (1 - t) * (ox - x)}px, ${y + (1 - t) * (oy - y)}px)`;
    },
  };
}

/** @type {(window: PlaneWindow, place: Point) => Point} */
function screenIn({ x, y, scale, width, height }, [px, py]) {
  return [width / 2 + (px - x) * scale, height / 2 - (py - y) * scale];
}
