/** The view that Python gives: taken into the state, and completed once the codes are there. */

import { posteriorOf, priorAt } from "../latents/gaussian.js";
import { sameNumbers, snapped, snappedCondition } from "../latents/place.js";
import { codeSource, ownPriors, row, nullCondition } from "../map/codes.js";
import { mapOf } from "../map/shown.js";
import { polygonOf } from "../map/grid.js";
import { withMade } from "./kept-models.js";

const FRESH = {
  painted: false,
  codes: null,
  pointed: null,
  past: [],
  future: [],
  path: null,
  directions: Object.freeze([]),
  styles: null,
  sweep: 0,
  walk: null,
  encodeAs: null,
};

/** What every run of Python's script says, whether or not the view is to be taken over. */
export function takeSurroundings(state, { models, second, endpoints, token, more = null }) {
  const same = state.second?.model.digest === second?.model.digest && state.second?.token === (second && token);
  return { models, second: same ? state.second : second && { ...second, token }, here: { endpoints, token }, more };
}

/** The state that Python's model and view ask for; what was made of a model before comes back with it. */
export function takeView(state, { model, view }) {
  const same = state.model?.digest === model.digest;
  const kept = same ? { model: state.model } : { ...FRESH, model };
  const c = snappedCondition(view.c ?? nullCondition(model));
  const z = snapped(view.z ?? priorAt(model, c).mu);
  const taken = {
    ...kept,
    z,
    c,
    map: view.map,
    seed: view.seed,
    temperature: view.temperature,
    locks: Object.freeze(view.locks),
    pins: Object.freeze(view.pins.map((pin) => ({ name: pin.name, z: snapped(pin.z), c: snappedCondition(pin.c) }))),
    compared: view.compared,
    highlight: view.highlight,
    drawClass: view.draw_class,
    draw: view.draw,
    tab: view.tab,
    ...takeSelections({ ...state, ...kept }, [view.a, view.b]),
    source:
      model.has_codes && Number.isInteger(view.code) ? { kind: "code", index: view.code, text: "", said: z } : null,
    posterior: null,
    images: null,
  };
  return same ? taken : withMade(taken, model.digest);
}

/** Once the codes are there: take a map that exists, the selections, and the band of the code that z came from. */
export function settle(store, codes) {
  const { map, linked } = store.get();
  const known = Object.keys(codes.maps);
  const wanted = codes.latent === 2 ? ["axes", "umap", ...known] : ["umap", ...known];
  if (!mapOf(store.get())) store.set({ map: wanted.find((name) => codes.maps[name]) ?? "" });
  if (linked) store.set(takeSelections(store.get(), linked));
  settleSource(store, codes);
}

/** A code that an address names is where z came from only if it lies there. */
function settleSource(store, codes) {
  const { source, posterior, model } = store.get();
  if (source?.kind !== "code" || posterior) return;
  const found = source.index < codes.n ? row(codes.mu, codes.latent, source.index) : [];
  const there = !source.said || sameNumbers(snapped(found), source.said);
  if (!found.length || !there) return store.set({ source: null });
  const logvar = row(codes.logvar, codes.latent, source.index);
  const moved = source.moved && { moved: true };
  store.set({
    source: { ...codeSource(codes, source.index, model.class_names), ...moved },
    posterior: posteriorOf(found, logvar, ownPriors(codes, model)(source.index)),
  });
}

/** Selections in whole steps as polygons of their maps; without codes they wait, and a link keeps saying them. */
function takeSelections(state, linked) {
  if (!linked.some(Boolean)) return { selections: Object.freeze([null, null]), linked: null };
  if (!state.codes) return { selections: Object.freeze([null, null]), linked };
  return { selections: Object.freeze(linked.map((one) => one && placeSelection(state, one))), linked: null };
}

function placeSelection(state, { map, steps }) {
  const shown = mapOf({ ...state, map });
  return shown && Object.freeze({ map, polygon: Object.freeze(polygonOf(steps, shown.points)) });
}
