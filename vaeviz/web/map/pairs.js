/** Maps of two coordinates of z as they are: any pair, made of the codes in the page. */

import { byRate } from "../latents/order.js";
import { button, h, press } from "../core/dom.js";

/** @import { Codes, MapData, PageStore, State } from "../core/types.js" */
/** @typedef {[across: number, upwards: number]} Pair two dimensions of z */

/** @type {WeakMap<Codes, Map<string, MapData>>} */
const made = new WeakMap(); // codes -> their maps by name

/**
 * The name of the map of z_i across and z_j upwards, in the store and in a link.
 * @type {(i: number, j: number) => string}
 */
export function pairName(i, j) {
  return `z${i}-z${j}`;
}

/**
 * The two dimensions that a map's name means; null where it is no pair of a model of `latent` dimensions.
 * @type {(name: string, latent: number) => Pair | null}
 */
export function pairOf(name, latent) {
  const found = /^z(0|[1-9]\d{0,2})-z(0|[1-9]\d{0,2})$/.exec(name);
  if (!found) return null;
  const [i, j] = [Number(found[1]), Number(found[2])];
  return i !== j && i < latent && j < latent ? [i, j] : null;
}

/**
 * The map of dimension i across and j upwards; made once for the same codes.
 * @type {(codes: Codes, i: number, j: number) => MapData}
 */
export function pairMap(codes, i, j) {
  const maps = made.get(codes) ?? new Map();
  made.set(codes, maps);
  const name = pairName(i, j);
  if (!maps.has(name)) maps.set(name, { name, points: columns(codes, i, j), params: { x: i, y: j }, seed: null });
  return maps.get(name);
}

/** @type {(codes: Codes, i: number, j: number) => Float32Array} */
function columns({ mu, latent, n }, i, j) {
  const points = new Float32Array(2 * n);
  for (let at = 0; at < n; at++) {
    points[2 * at] = mu[at * latent + i];
    points[2 * at + 1] = mu[at * latent + j];
  }
  return points;
}

/**
 * The pair after one of its two selects was set to `dim`: where the other had it, they change places.
 * @param {Pair} pair
 * @param {number} axis 0 is across, 1 upwards
 * @param {number} dim
 * @returns {Pair}
 */
export function pairWith([i, j], axis, dim) {
  if (axis === 0) return dim === j ? [j, i] : [dim, j];
  return dim === i ? [j, i] : [i, dim];
}

/**
 * Build the controls of pairs: a button, and while a pair is shown its two dimensions; for three dimensions and more.
 * @param {PageStore} store
 */
export function createPairs(store) {
  /** @type {(pair: Pair) => void} */
  const show = ([i, j]) => store.set({ map: pairName(i, j), say: `Map of z${i} and z${j}.` });
  const open = button(
    "axes",
    "map-axes-pair",
    "Two dimensions of z, unchanged; the two with the highest KL first",
    () => {
      const [i, j] = byRate(store.get().model);
      show([i, j]);
    },
  );
  const selects = ["across", "upwards"].map((way, axis) => {
    const select = h("select", { dataTestid: `map-pair-${"xy"[axis]}`, ariaLabel: `Dimension ${way}` });
    select.onchange = () => {
      const pair = shownPair(store.get());
      if (pair) show(pairWith(pair, axis, Number(select.value)));
    };
    return select;
  });
  const node = h("div", { className: "pairs" }, open, ...selects);
  store.watch(["model"], ({ model }) => {
    if (!model) return;
    const options = byRate(model).map((dim) => `z${dim}`);
    for (const select of selects)
      select.replaceChildren(...options.map((name) => h("option", { value: name.slice(1) }, name)));
  });
  store.watch(["map", "model", "codes"], (state) => {
    node.hidden = !(state.codes && state.model.latent_dim > 2);
    const pair = node.hidden ? null : shownPair(state);
    press(open, pair !== null);
    selects.forEach((select, axis) => {
      select.hidden = pair === null;
      if (pair) select.value = String(pair[axis]);
    });
  });
  return node;
}

/** @param {State} state */
function shownPair({ map, model }) {
  return pairOf(map, model.latent_dim);
}
