/** The view that Python gives: taken into the state, and completed once the codes are there. */

import { rate } from "../latents/gaussian.js";
import { snapped, toldOn } from "../latents/place.js";
import { codeSource, row } from "../map/codes.js";

/** The state that Python's model and view ask for. */
export function takeView(state, { model, view }) {
  const kept = state.model?.digest === model.digest ? { model: state.model } : { model, painted: false, codes: null, past: [], future: [], locks: [] };
  return {
    ...kept,
    z: snapped(view.z ?? model.prior.mu),
    c: toldOn(view.c ?? Array(model.condition?.names.length ?? 0).fill(0)),
    map: view.map,
    source: Number.isInteger(view.code) ? { kind: "code", index: view.code, text: "" } : null,
    posterior: null,
    images: null,
  };
}

/** Once the codes are there: take a map that exists, and the band of the code that z came from. */
export function settle(store, codes) {
  const { source, posterior, map, model } = store.get();
  const known = Object.keys(codes.maps);
  const wanted = codes.latent === 2 ? ["axes", "umap", ...known] : ["umap", ...known];
  if (!codes.maps[map]) store.set({ map: wanted.find((name) => codes.maps[name]) ?? "" });
  if (source?.kind !== "code" || posterior || source.index >= codes.n) return;
  const [mu, logvar] = [row(codes.mu, codes.latent, source.index), row(codes.logvar, codes.latent, source.index)];
  store.set({ source: codeSource(codes, source.index, model.class_names), posterior: { mu, logvar, rate: rate(mu, logvar, model.prior) } });
}
