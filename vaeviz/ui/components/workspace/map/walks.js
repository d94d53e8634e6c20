/** Ways to a z that start at real codes: load one, walk the map. */

import { oneHot } from "../latents/moves.js";
import { rate } from "../latents/gaussian.js";
import { placed } from "../latents/place.js";
import { codeSource, row } from "./codes.js";
import { NEIGHBOURS, blend, nearest } from "./neighbours.js";

/** `remember()` is called before a move that undo should take back. */
export function createWalks(store, { remember }, random = Math.random) {
  function conditionOfLabel(label) {
    const { model, c } = store.get();
    return model.condition?.kind === "class" && label < c.length ? oneHot(c.length, label) : c;
  }
  return {
    /** Load stored code i: its posterior mean, its band, its label as the condition. */
    loadCode(i) {
      remember();
      const { codes, model } = store.get();
      const [mu, logvar] = [row(codes.mu, codes.latent, i), row(codes.logvar, codes.latent, i)];
      const source = codeSource(codes, i, model.class_names);
      store.set({
        z: placed(store.get(), mu), c: conditionOfLabel(codes.labels[i]), images: null, source,
        posterior: { mu, logvar, rate: rate(mu, logvar, model.prior) }, say: `Loaded ${source.text}.`,
      });
    },

    loadRandomCode() {
      this.loadCode(Math.floor(random() * store.get().codes.n));
    },

    /** Go to a place on the map; `spoken` says so to a screen reader. */
    goTo(x, y, spoken = false) {
      const { codes, map } = store.get();
      const shown = codes.maps[map];
      const exact = shown.name === "axes";
      const text = exact ? "a place on the map" : `the average of ${NEIGHBOURS} codes near a place on the map`;
      const next = { z: placed(store.get(), codeAt(store.get(), x, y)), posterior: null, images: null, source: { kind: "map", text } };
      store.set(spoken ? { ...next, say: sentence(shown) } : next);
    },
  };
}

/** The code of a place: exact where the map is two of the axes, else the average of the real codes near it. */
export function codeAt({ codes, map, z }, x, y) {
  const shown = codes.maps[map];
  if (shown.name !== "axes") return blend(codes.mu, codes.latent, nearest(shown.points, 2, [x, y], NEIGHBOURS));
  const next = z.slice();
  [next[shown.params.x], next[shown.params.y]] = [x, y];
  return next;
}

function sentence({ name, params }) {
  return name === "axes" ? `z${params.x} and z${params.y} of the place.` : `Average of the ${NEIGHBOURS} nearest codes.`;
}
