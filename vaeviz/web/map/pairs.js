/** Maps of two coordinates of z as they are: any pair, made of the codes in the page. */

import { byRate } from "../latents/order.js";
import { button, h, press } from "../core/dom.js";

const made = new WeakMap(); // codes -> Map of name -> map

/** How the map of z_i across and z_j upwards is called, in the store and in a link. */
export function pairName(i, j) {
  return `z${i}-z${j}`;
}

/** The two dimensions that a map's name means; null where it is no pair of a model of `latent` dimensions. */
export function pairOf(name, latent) {
  const found = /^z(0|[1-9]\d{0,2})-z(0|[1-9]\d{0,2})$/.exec(name);
  if (!found) return null;
  const [i, j] = [Number(found[1]), Number(found[2])];
  return i !== j && i < latent && j < latent ? [i, j] : null;
}

/** The map of dimension i across and j upwards; made once for the same codes. */
export function pairMap(codes, i, j) {
  if (!made.has(codes)) made.set(codes, new Map());
  const maps = made.get(codes);
  const name = pairName(i, j);
  if (!maps.has(name)) maps.set(name, { name, points: columns(codes, i, j), params: { x: i, y: j }, seed: null });
  return maps.get(name);
}

function columns({ mu, latent, n }, i, j) {
  const points = new Float32Array(2 * n);
  for (let at = 0; at < n; at++) {
    points[2 * at] = mu[at * latent + i];
    points[2 * at + 1] = mu[at * latent + j];
  }
  return points;
}

/** The pair after one of its two selects was set to `dim`: where the other had it, they change places. */
export function pairWith([i, j], axis, dim) {
  if (axis === 0) return dim === j ? [j, i] : [dim, j];
  return dim === i ? [j, i] : [i, dim];
}

/** Build the way to pairs: a button, and while a pair is shown the two dimensions; for three dimensions and more. */
export function createPairs(store) {
  const open = button(
    "axes",
    "map-axes-pair",
    "Two coordinates of z as they are; those that carry most come first",
    () => show(byRate(store.get().model)),
  );
  const selects = [0, 1].map((axis) =>
    h("select", {
      dataTestid: ["map-pair-x", "map-pair-y"][axis],
      ariaLabel: ["Dimension across", "Dimension upwards"][axis],
      onchange: (event) => show(pairWith(shown(store.get()), axis, Number(event.target.value))),
    }),
  );
  const node = h("div", { className: "pairs" }, open, ...selects);
  const show = ([i, j]) => store.set({ map: pairName(i, j), say: `Map of z${i} and z${j}.` });

  store.watch(["model"], ({ model }) => {
    if (!model) return;
    const options = byRate(model).map((dim) => `z${dim}`);
    for (const select of selects)
      select.replaceChildren(...options.map((name) => h("option", { value: name.slice(1) }, name)));
  });
  store.watch(["map", "model", "codes"], (state) => {
    node.hidden = !(state.codes && state.model.latent_dim > 2);
    const pair = node.hidden ? null : shown(state);
    press(open, pair !== null);
    selects.forEach((select, axis) => {
      select.hidden = pair === null;
      if (pair) select.value = String(pair[axis]);
    });
  });
  return node;
}

function shown({ map, model }) {
  return pairOf(map, model.latent_dim);
}
