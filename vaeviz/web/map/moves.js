/** Moves of z that start at real codes: load one, go to a place on the map. */

import { posteriorOf } from "../latents/gaussian.js";
import { heldText, placed, snappedCondition } from "../latents/place.js";
import { dimsOfAxes } from "./axes.js";
import { codeSource, encodedUnder, ownPriors, row } from "./codes.js";
import { indexOf } from "./index.js";
import { NEIGHBOURS, blend } from "./neighbours.js";
import { exactCode, isExact, mapOf } from "./shown.js";

/** @import { Codes, MapData, PageStore, Source, State } from "../core/types.js" */

/**
 * Build the moves; `remember()` is called before one that undo should take back.
 * @param {PageStore} store
 * @param {{remember: () => void}} history
 * @param {() => number} [random] uniform numbers in [0, 1)
 */
export function createMapMoves(store, { remember }, random = Math.random) {
  const moves = {
    /** Load stored code i: its posterior mean, its band, the condition it was encoded under. @param {number} i */
    loadCode(i) {
      const { codes, model, c } = store.get();
      if (!codes) return;
      remember();
      const [mu, logvar] = [row(codes.mu, codes.latent, i), row(codes.logvar, codes.latent, i)];
      const named = codeSource(codes, i, model.class_names);
      const source = { ...named, text: `${named.text}${heldText(store.get(), mu)}` };
      store.set({
        z: placed(store.get(), mu),
        c: snappedCondition(encodedUnder(codes, i, model) ?? c),
        images: null,
        source,
        posterior: posteriorOf(mu, logvar, ownPriors(codes, model)(i)),
        say: `Loaded ${source.text}.`,
      });
    },

    loadRandomCode() {
      const { codes } = store.get();
      if (codes) moves.loadCode(Math.floor(random() * codes.n));
    },

    /**
     * Go to a place on the map, in data units; with `announced` a screen reader reads it out.
     * @param {number} x
     * @param {number} y
     * @param {boolean} [announced]
     */
    goTo(x, y, announced = false) {
      const { codes } = store.get();
      const map = mapOf(store.get());
      if (!codes || !map) return;
      const text = isExact(map) ? "a place on the map" : `the average of ${NEIGHBOURS} codes near a place on the map`;
      const wanted = codeAt(codes, map, store.get(), x, y);
      /** @type {Source} */
      const source = { kind: "map", text: `${text}${heldText(store.get(), wanted)}` };
      const next = { z: placed(store.get(), wanted), posterior: null, images: null, source };
      store.set(announced ? { ...next, say: sentence(map) } : next);
    },
  };
  return moves;
}

/**
 * The code of a place on a map: exact where the map is two of the axes or the prior's plane, else the average of the
 * real codes near it.
 * @type {(codes: Codes, map: MapData, now: Pick<State, "z" | "c">, x: number, y: number) => Float32Array}
 */
export function codeAt(codes, map, { z, c }, x, y) {
  return isExact(map)
    ? exactCode(map, z, c, [x, y])
    : blend(codes.mu, codes.latent, indexOf(map.points).nearest([x, y], NEIGHBOURS));
}

/** @param {MapData} map */
function sentence(map) {
  if (!isExact(map)) return `Moved to the average of the ${NEIGHBOURS} nearest codes.`;
  const dims = dimsOfAxes(map);
  return dims ? `Moved z${dims[0]} and z${dims[1]}.` : "Moved on the prior's plane.";
}
