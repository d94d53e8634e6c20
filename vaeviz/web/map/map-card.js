/** What the map is: method, seed, and how far its neighbourhoods can be trusted. */

import { h, setText } from "../core/dom.js";
import { count, fixed } from "../core/format.js";
import { heldOutText } from "./heldout.js";
import { MANIFOLD } from "./manifold.js";
import { NEIGHBOURS } from "./neighbours.js";
import { mapOf } from "./shown.js";
import { watchTrust } from "./trust.js";

const TITLES = { umap: "UMAP", pca: "PCA", "t-sne": "t-SNE", [MANIFOLD]: "the prior's plane" };
const SEEDED = ["umap", "t-sne"]; // the others come out the same whatever the seed

/** How a map is called: by its method or by its two coordinates. */
export function titleOf({ name, params }) {
  return Number.isInteger(params?.x) ? `z${params.x}, z${params.y}` : (TITLES[name] ?? name);
}

/** The seed that a map was made with, in words. */
export function seedOf({ name, seed }) {
  return SEEDED.includes(name) ? `seed ${seed}` : "no seed";
}

/** The line under the map's controls; `trust` is {value, n} of a map that the page made. */
export function factsOf(codes, map, trust) {
  const value = map.trustworthiness ?? trust?.value;
  const measured = map.trustworthiness === undefined && trust === undefined ? ", trustworthiness: measuring" : "";
  const said = Number.isFinite(value) ? `, trustworthiness ${fixed(value, 2)}` : measured;
  return `${count(codes.n)} codes, ${titleOf(map)}, ${seedOf(map)}${said}`;
}

/** Settings of the method, and what trustworthiness is. */
export function factsInFull(map, trust) {
  const settings = Object.entries(map.params ?? {}).map(([name, value]) => `${name} ${value}`);
  const of = trust ? `, measured on ${count(trust.n)} codes` : "";
  return [
    settings.join(", "),
    `Trustworthiness: how far the 15 neighbours of a code on the map are its neighbours in latent space; 1 is perfect, 0.5 is chance${of}.`,
  ]
    .filter(Boolean)
    .join(". ");
}

/** Build the line. */
export function createFacts(store) {
  const node = h("span", { className: "facts", dataTestid: "map-facts" });
  watchTrust(store);
  store.watch(["codes", "map", "model", "trusts", "heldOut", "drawn"], (state) => {
    const map = mapOf(state);
    const trust = map ? state.trusts[map.name] : null;
    setText(
      node,
      map ? `${factsOf(state.codes, map, trust)}${state.drawn === "canvas" ? ", drawn without WebGL" : ""}` : "",
    );
    const error = heldOutText(state.heldOut);
    node.title = map
      ? `${factsInFull(map, trust)}${error ? ` A place between codes is the average of the ${NEIGHBOURS} codes near it, ${error}.` : ""}`
      : "";
  });
  return node;
}
