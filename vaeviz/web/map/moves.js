/** Ways to a z that start at real codes: load one, walk the map. */

import { posteriorOf } from "../latents/gaussian.js";
import { heldText, placed, snappedCondition } from "../latents/place.js";
import { codeSource, encodedUnder, ownPriors, row } from "./codes.js";
import { indexOf } from "./index.js";
import { NEIGHBOURS, blend } from "./neighbours.js";
import { exactCode, isExact, mapOf } from "./shown.js";

/** `remember()` is called before a move that undo should take back. */
export function createWalks(store, { remember }, random = Math.random) {
  return {
    /** Load stored code i: its posterior mean, its band, what the encoder was told as the condition. */
    loadCode(i) {
      remember();
      const { codes, model, c } = store.get();
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
      this.loadCode(Math.floor(random() * store.get().codes.n));
    },

    /** Go to a place on the map; `spoken` says so to a screen reader. */
    goTo(x, y, spoken = false) {
      const shown = mapOf(store.get());
      const text = isExact(shown) ? "a place on the map" : `the average of ${NEIGHBOURS} codes near a place on the map`;
      const wanted = codeAt(store.get(), x, y);
      const source = { kind: "map", text: `${text}${heldText(store.get(), wanted)}` };
      const next = { z: placed(store.get(), wanted), posterior: null, images: null, source };
      store.set(spoken ? { ...next, say: sentence(shown) } : next);
    },
  };
}

/** The code of a place: exact where the map is two of the axes or the prior's plane, else the average of the real codes near it. */
export function codeAt(state, x, y) {
  const { codes, z, c } = state;
  const shown = mapOf(state);
  return isExact(shown)
    ? exactCode(shown, z, c, [x, y])
    : blend(codes.mu, codes.latent, indexOf(shown.points).nearest([x, y], NEIGHBOURS));
}

function sentence(map) {
  if (!isExact(map)) return `Average of the ${NEIGHBOURS} nearest codes.`;
  return map.priorOf ? "The code of that share of the prior." : `z${map.params.x} and z${map.params.y} of the place.`;
}
