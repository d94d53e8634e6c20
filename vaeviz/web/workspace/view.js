/** A view taken into the state: what a query says of a model, and what is completed once its codes are there. */

/** @import { Codes, Model, PageStore, Selection, Source, State } from "../core/types.js" */
/** @import { Key } from "./view-keys.js" */

import { posteriorOf, priorAt } from "../latents/gaussian.js";
import { sameNumbers, snapped, snappedCondition } from "../latents/place.js";
import { codeSource, nullCondition, ownPriors, row } from "../map/codes.js";
import { polygonOf } from "../map/grid.js";
import { mapOf } from "../map/shown.js";
import { withMade } from "./kept-models.js";
import { EMPTY } from "./state.js";
import { readView } from "./view-keys.js";

/** What belongs to one model and is in no view. */
const OF_MODEL = /** @type {const} */ ([
  ...["painted", "codes", "pointed", "past", "future", "styles", "sweep", "interpolation"],
]);
/** What belongs to one model and is in its view. */
export const OF_VIEW = /** @type {const} */ ([
  ...["encodeAs", "directions", "path", "map", "seed", "locks", "pins", "compared", "selections", "linked"],
  ...["highlight", "drawClass", "draw", "tab", "temperature", "convention"],
]);
/** The parameters that stay when another model is opened. */
const ANY = ["t", "second", "highlight", "class", "draw", "tab", "traversal"];

/**
 * The state that a query asks for of `found`, what the server says of a model, and what of the query had to be left
 * out.
 * What was made of the model before comes back with it.
 * @param {State} state
 * @param {{ model: Model }} found
 * @param {URLSearchParams} query
 * @param {Record<string, Key>} keys
 */
export function takeView(state, { model }, query, keys) {
  const same = state.model?.digest === model.digest && state.model.name === model.name;
  const others = state.models.map(({ name }) => name).filter((name) => name !== model.name);
  const { view, problems } = readView(query, { model, others }, keys);
  const { wanted = null, ...given } = view;
  if (!given.z && model.start) {
    given.z = snapped(model.start.z);
    given.c ??= snappedCondition(model.start.c);
    given.source = { kind: "code", index: model.start.code, text: "" };
  }
  const c = given.c ?? nullCondition(model);
  const z = given.z ?? snapped(priorAt(model, c).mu);
  const source = given.source && model.has_codes ? { ...given.source, said: z } : null;
  const kept = same ? { model: state.model } : { ...pick(EMPTY, OF_MODEL), model };
  const taken = {
    ...kept,
    ...pick(EMPTY, OF_VIEW),
    map: model.first_map,
    posterior: null,
    images: null,
    ...given,
    z,
    c,
    source,
    ...takeSelections({ ...state, ...kept }, given.linked ?? [null, null]),
  };
  return { taken: same ? taken : withMade(taken, Object.keys(given), model.digest), second: wanted, problems };
}

/** @param {URLSearchParams} query the parameters of it that fit any model */
export function fittingAny(query) {
  return new URLSearchParams([...query].filter(([key]) => ANY.includes(key)));
}

/** @template {keyof State} K */
function pick(/** @type {State} */ state, /** @type {readonly K[]} */ keys) {
  return /** @type {Pick<State, K>} */ (Object.fromEntries(keys.map((key) => [key, state[key]])));
}

/**
 * Once the codes are there: take a map that exists, the selections, and the band of the code that z came from.
 * @param {PageStore} store
 * @param {Codes} codes
 */
export function settle(store, codes) {
  const { map, linked } = store.get();
  const known = Object.keys(codes.maps);
  const wanted = codes.latent === 2 ? ["axes", "umap", ...known] : ["umap", ...known];
  if (!mapOf({ ...store.get(), map })) store.set({ map: wanted.find((name) => codes.maps[name]) ?? "" });
  if (linked) store.set(takeSelections(store.get(), linked));
  settleSource(store, codes);
}

/** A code that a URL names is where z came from only if it lies there. */
function settleSource(/** @type {PageStore} */ store, /** @type {Codes} */ codes) {
  const { source, posterior, model } = store.get();
  if (source?.kind !== "code" || posterior) return;
  const index = source.index ?? -1;
  const found = index < codes.n ? row(codes.mu, codes.latent, index) : [];
  const there = !source.said || sameNumbers(snapped(found), source.said);
  if (!found.length || !there) return store.set({ source: null });
  const logvar = row(codes.logvar, codes.latent, index);
  const moved = source.moved && { moved: true };
  store.set({
    source: { .../** @type {Source} */ (codeSource(codes, index, model.class_names)), ...moved },
    posterior: posteriorOf(found, logvar, ownPriors(codes, model)(index)),
  });
}

/**
 * Selections in whole steps as polygons of their maps; without codes they wait, and a link keeps saying them.
 * @param {State} state
 * @param {NonNullable<State["linked"]>} linked
 */
function takeSelections(state, linked) {
  /** @type {readonly (Selection | null)[]} */
  const none = Object.freeze([null, null]);
  if (!linked.some(Boolean)) return { selections: none, linked: null };
  if (!state.codes) return { selections: none, linked };
  return { selections: Object.freeze(linked.map((one) => one && placeSelection(state, one))), linked: null };
}

/** @param {State} state @param {{ map: string, steps: readonly number[] }} selection */
function placeSelection(state, { map, steps }) {
  const shown = mapOf({ ...state, map });
  return shown && Object.freeze({ map, polygon: Object.freeze(polygonOf(steps, shown.points)) });
}
