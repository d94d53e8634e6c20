/** Both maps, coloured by class, the same image marked on both; how well a linear probe predicts the class from z. */

import { button, contextOf, h, press, setText } from "../core/dom.js";
import { codeSource } from "../map/codes.js";
import { titleOf } from "../map/map-card.js";
import { drawGlyph } from "../map/palette.js";
import { createChart } from "./chart.js";
import { ownOf } from "./own-code.js";
import { createPainting } from "./painting.js";
import { paneOf } from "./pane.js";
import { nounOf, probeText } from "./words.js";

/**
 * @import { Model, PageStore, State, Theme } from "../core/types.js"
 * @import { Side } from "./pane.js"
 * @import { Choosing, View } from "./view.js"
 */

const SIDE = 14; // CSS pixels of a class's mark

/** Build the section. @param {Side[]} sides @param {View} view @param {Choosing} choosing */
export function createMaps(sides, view, choosing) {
  const title = h("h2", {});
  const panes = sides.map((side) => createPane(side, view, choosing));
  const fit = button("Fit", "charts-fit", "Show all of both maps (double click: one of them)", () =>
    panes.forEach((pane) => pane.fit()),
  );
  const line = h(
    "div",
    { className: "tools-line" },
    createSwitch(sides[0].store, view),
    fit,
    createClasses(sides[0].store, choosing),
  );
  const node = h(
    "section",
    { className: "part maps", ariaLabel: "Maps of both models" },
    title,
    line,
    h("div", { className: "pair" }, ...panes.map((pane) => pane.node)),
  );
  sides[0].store.watch(["model"], ({ model }) =>
    setText(title, `All images by ${nounOf(model?.class_names ?? [])}: does z separate them?`),
  );
  return { node, close: () => panes.forEach((pane) => pane.close()) };
}

/** The method of both maps. @param {PageStore} store @param {View} view */
function createSwitch(store, view) {
  const node = h("div", { className: "group", role: "group", ariaLabel: "Method of both maps" });
  view.watch(["maps"], ({ maps }) => {
    const titles = maps.map((name) => titleOf({ name, params: undefined }));
    node.replaceChildren(
      ...maps.map((name, i) =>
        button(titles[i], `charts-${name}`, `Show ${titles[i]} on both sides`, () =>
          store.set({ map: name, say: `Maps: ${titles[i]}.` }),
        ),
      ),
    );
  });
  view.watch(["maps", "map"], ({ maps, map }) => maps.forEach((name, i) => press(node.children[i], name === map)));
  return node;
}

/** The classes and their marks; a press highlights one. @param {PageStore} store @param {Choosing} choosing */
function createClasses(store, choosing) {
  const node = h("div", { className: "classes", role: "group", ariaLabel: "Class highlighted on both maps" });
  /** @type {[Model, Theme] | null} */
  let drawn = null;
  store.watch(["model", "theme"], ({ model, theme }) => {
    if (!model || (drawn?.[0] === model && drawn[1] === theme)) return;
    drawn = [model, theme];
    node.replaceChildren(...model.class_names.map((name, label) => createClass(choosing, theme, name, label)));
    show(store.get());
  });
  const show = (/** @type {Readonly<State>} */ { highlight }) =>
    [...node.children].forEach((one, label) => press(one, label === highlight));
  store.watch(["highlight"], show);
  return node;
}

/** @param {Choosing} choosing @param {Theme} theme @param {string} name @param {number} label */
function createClass(choosing, { text }, name, label) {
  const scale = devicePixelRatio || 1;
  const glyph = h("canvas", { width: SIDE * scale, height: SIDE * scale, ariaHidden: "true" });
  drawGlyph(contextOf(glyph), label, (SIDE * scale) / 2, (SIDE * scale) / 2, 8 * scale, text);
  const node = button(
    "",
    `class-${label}`,
    `Highlight ${name} on both maps, or no class`,
    () => choosing.highlight(label),
    { className: "class" },
  );
  node.append(glyph, name);
  return node;
}

/**
 * One map, the selected or pointed image, and the probe's sentence.
 * @param {Side} side
 * @param {View} view
 * @param {Choosing} choosing
 */
function createPane(side, view, choosing) {
  const { store, k } = side;
  const chart = createChart(side, view, choosing);
  const canvas = h("canvas", {
    className: "crisp",
    role: "img",
    ariaLabel: "Reconstruction of the selected image",
    dataTestid: `chart-image-${k}`,
    width: 28,
    height: 28,
  });
  const canvases = [canvas];
  const name = h("span", {});
  const badge = h("div", { className: "card here", hidden: true, dataTestid: `chart-card-${k}` }, canvas, name);
  const share = h("b", { ariaHidden: "true" }); // the sentence has it too
  const words = h("span", { dataTestid: `probe-${k}` });
  const painting = createPainting(side, "compare-chart", () => {});
  chart.node.append(badge);
  view.watch(["image", "pointed"], ({ image, pointed }) => {
    const { model, codes } = store.get();
    const at = pointed ?? image;
    badge.hidden = !at || !model || !codes;
    if (!at || !model || !codes) return;
    setText(name, codeSource(codes, at[k], model.class_names).text);
    painting.show(canvases, { ...ownOf(model, codes, at[k]), n: 1 });
  });
  store.watch(["model"], () => {
    const { figures, problem, evaluate } = side.found();
    const probe = figures && probeText(figures);
    const missing = `How well a linear probe predicts the class from z was not measured. To measure it: ${evaluate}`;
    setText(share, probe?.share ?? "");
    setText(words, probe?.text ?? (problem || missing));
  });
  return {
    node: paneOf(side, chart.node, h("p", { className: "probe" }, share, words)),
    fit: chart.fit,
    close: chart.close,
  };
}
