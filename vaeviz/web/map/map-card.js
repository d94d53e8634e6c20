/** The facts of a map: method, seed, and how far its neighbourhoods can be trusted. */

import { h, setText } from "../core/dom.js";
import { count, fixed } from "../core/format.js";
import { dimsOfAxes } from "./axes.js";
import { averageText } from "./heldout.js";
import { MANIFOLD } from "./manifold.js";
import { isExact, mapOf } from "./shown.js";
import { watchTrust } from "./trust.js";

/** @import { Codes, MapData, PageStore } from "../core/types.js" */
/** @import { Trust } from "./trust.js" */

/** @type {Record<string, string>} */
const TITLES = { umap: "UMAP", pca: "PCA", "t-sne": "t-SNE", [MANIFOLD]: "the prior's plane" };
const SEEDED = ["umap", "t-sne"]; // the others come out the same whatever the seed

/** The title of a map: its method or its two coordinates. @param {Pick<MapData, "name" | "params">} map */
export function titleOf(map) {
  const dims = dimsOfAxes(map);
  return dims ? `z${dims[0]}, z${dims[1]}` : (TITLES[map.name] ?? map.name);
}

/** The seed that a map was made with, in words. @param {Pick<MapData, "name" | "seed">} map */
export function seedOf({ name, seed }) {
  return SEEDED.includes(name) ? `seed ${seed}` : "no seed";
}

/**
 * The line under the map's controls; `trust` is that of a map that the page made, once it is measured.
 * @type {(codes: Pick<Codes, "n">, map: MapData, trust?: Trust) => string}
 */
export function factsOf(codes, map, trust) {
  const value = map.trustworthiness ?? trust?.value;
  const measured = map.trustworthiness === undefined && trust === undefined ? ", trustworthiness: measuring" : "";
  const trusted = typeof value === "number" ? `, trustworthiness ${fixed(value, 2)}` : measured;
  return `${count(codes.n)} codes, ${titleOf(map)}, ${seedOf(map)}${trusted}`;
}

/**
 * Settings of the method, and what trustworthiness is.
 * @type {(map: Pick<MapData, "params">, trust?: Trust) => string}
 */
export function factsInFull(map, trust) {
  const settings = Object.entries(map.params ?? {}).map(([name, value]) => `${name} ${value}`);
  const of = trust ? `, measured on ${count(trust.n)} codes` : "";
  const meaning = "how far the 15 neighbours of a code on the map are its neighbours in latent space";
  const trustworthiness = `Trustworthiness: ${meaning}; 1 is best, 0.5 is chance${of}.`;
  return [settings.join(", "), trustworthiness].filter(Boolean).join(". ");
}

/** Build the line. @param {PageStore} store */
export function createFacts(store) {
  const node = h("span", { className: "facts", dataTestid: "map-facts" });
  watchTrust(store);
  store.watch(["codes", "map", "model", "trusts", "heldOut", "drawn"], (state) => {
    const { codes } = state;
    const map = mapOf(state);
    if (!codes || !map) {
      setText(node, "");
      node.title = "";
      return;
    }
    const trust = state.trusts[map.name];
    const drawn = state.drawn === "canvas" ? ", drawn without WebGL" : "";
    setText(node, `${factsOf(codes, map, trust)}${drawn}`);
    const average = isExact(map) ? "" : ` A place between codes is the ${averageText(state.heldOut)}.`;
    node.title = `${factsInFull(map, trust)}${average}`;
  });
  return node;
}
