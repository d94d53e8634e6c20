/** The map's controls: which map is shown, what a drag does, which group a lasso makes; and the legend of classes. */

import { button, h, press } from "../core/dom.js";
import { seedOf, titleOf } from "./map-card.js";
import { stamp } from "./palette.js";
import { LETTERS } from "./selection.js";

/** @import { Actions, Codes, PageStore, State } from "../core/types.js" */

const ORDER = ["umap", "pca", "t-sne", "axes"];
/** @type {{tool: State["tool"], name: string, title: string}[]} */
const TOOLS = [
  { tool: "walk", name: "move", title: "Drag the marker to move z, or the map to pan (W)" },
  { tool: "lasso", name: "lasso", title: "Draw around codes to select them (O); with Shift at any time" },
  { tool: "box", name: "box", title: "Drag a box around codes to select them (B)" },
];
const SIDE = 14; // CSS pixels of a mark in the legend

/**
 * Build the switch of methods: a button for every stored map. A change of map keeps the buttons, and so the focus.
 * @param {PageStore} store
 */
export function createSwitcher(store) {
  const node = h("div", { className: "group", role: "group", ariaLabel: "Map method" });
  /** @type {Record<string, HTMLButtonElement>} */
  let buttons = {};
  store.watch(["codes"], ({ codes }) => {
    buttons = codes ? switches(codes, store) : {};
    node.replaceChildren(...Object.values(buttons));
  });
  store.watch(["codes", "map"], ({ map }) => {
    for (const [name, one] of Object.entries(buttons)) press(one, name === map);
  });
  return node;
}

/** @type {(codes: Codes, store: PageStore) => Record<string, HTMLButtonElement>} */
function switches(codes, store) {
  const names = Object.keys(codes.maps).sort((a, b) => ORDER.indexOf(a) - ORDER.indexOf(b));
  return Object.fromEntries(
    names.map((name) => {
      const map = codes.maps[name];
      const title = titleOf(map);
      const show = () => store.set({ map: name, say: `Map: ${title}.` });
      return [name, button(title, `map-${name}`, `${title}, ${seedOf(map)}`, show)];
    }),
  );
}

/**
 * Build the switch of tools and that of the group that a lasso makes.
 * @type {(store: PageStore, actions: Actions) => HTMLDivElement}
 */
export function createTools(store, actions) {
  const tools = TOOLS.map(({ tool, name, title }) =>
    button(name, `tool-${tool}`, title, () => store.set({ tool, say: title })),
  );
  const aims = LETTERS.map((letter, k) =>
    button(letter, `aim-${letter}`, `The next lasso makes group ${letter}`, () => actions.aim(k), {
      ariaLabel: `Next group: ${letter}`,
    }),
  );
  const aim = h("div", { className: "group", role: "group", ariaLabel: "Group that the next lasso makes" }, ...aims);
  store.watch(["tool", "aim", "selections"], (state) => {
    tools.forEach((node, i) => press(node, TOOLS[i].tool === state.tool));
    aims.forEach((node, i) => press(node, i === state.aim));
    aim.hidden = state.tool === "walk" && !state.selections.some(Boolean);
  });
  return h(
    "div",
    { className: "tools" },
    h("div", { className: "group", role: "group", ariaLabel: "Dragging on the map" }, ...tools),
    aim,
  );
}

/** Build the legend: mark and name of every class. @param {PageStore} store */
export function createLegend(store) {
  const list = h("ul", { className: "legend", ariaLabel: "Classes" });
  store.watch(["model", "theme", "codes"], ({ model, theme, codes }) => {
    const names = codes && model ? model.class_names : [];
    const scale = devicePixelRatio || 1;
    list.replaceChildren(
      ...names.map((name, i) => {
        const mark = stamp(i, 8, scale, theme.text, SIDE * scale);
        mark.setAttribute("aria-hidden", "true");
        return h("li", {}, mark, name);
      }),
    );
  });
  return list;
}
