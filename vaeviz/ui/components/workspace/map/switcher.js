/** Which method's map is shown. */

import { button, h, press } from "../shell/dom.js";
import { titleOf } from "./facts.js";

const ORDER = ["umap", "pca", "t-sne", "axes"];

/** Build the switch: a button for every stored map. */
export function createSwitcher(store) {
  const node = h("div", { className: "group", role: "group", ariaLabel: "Map method" });
  store.watch(["codes", "map"], ({ codes, map }) => node.replaceChildren(...(codes ? switches(codes, map, store) : [])));
  return node;
}

function switches(codes, current, store) {
  const names = Object.keys(codes.maps).sort((a, b) => ORDER.indexOf(a) - ORDER.indexOf(b));
  return names.map((name) => {
    const map = codes.maps[name];
    const title = `${titleOf(map)}, seed ${map.seed ?? "unknown"}`;
    const one = button(titleOf(map), `map-${name}`, title, () => store.set({ map: name, say: `Map: ${titleOf(map)}.` }));
    press(one, name === current);
    return one;
  });
}
