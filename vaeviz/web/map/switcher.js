/** Which method's map is shown. */

import { button, h, press } from "../core/dom.js";
import { seedOf, titleOf } from "./map-card.js";

const ORDER = ["umap", "pca", "t-sne", "axes"];

/** Build the switch: a button for every stored map; another map only presses another, so that the focus stays. */
export function createSwitcher(store) {
  const node = h("div", { className: "group", role: "group", ariaLabel: "Map method" });
  let buttons = {};
  store.watch(["codes"], ({ codes }) => {
    buttons = codes ? switches(codes, store) : {};
    node.replaceChildren(...Object.values(buttons));
  });
  store.watch(["codes", "map"], ({ map }) =>
    Object.entries(buttons).forEach(([name, one]) => press(one, name === map)),
  );
  return node;
}

function switches(codes, store) {
  const names = Object.keys(codes.maps).sort((a, b) => ORDER.indexOf(a) - ORDER.indexOf(b));
  return Object.fromEntries(
    names.map((name) => {
      const map = codes.maps[name];
      const title = titleOf(map);
      return [
        name,
        button(title, `map-${name}`, `${title}, ${seedOf(map)}`, () => store.set({ map: name, say: `Map: ${title}.` })),
      ];
    }),
  );
}
