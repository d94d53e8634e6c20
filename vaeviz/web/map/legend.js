/** The map's legend: mark and name of every class. */

import { h } from "../core/dom.js";
import { drawGlyph } from "./palette.js";

const SIDE = 14; // CSS pixels of a mark

/** Build the legend; drawn again when the model or the theme changes. */
export function createLegend(store) {
  const list = h("ul", { className: "legend", ariaLabel: "Classes" });
  store.watch(["model", "theme", "codes"], ({ model, theme, codes }) => {
    const names = codes && model ? model.class_names : [];
    list.replaceChildren(...names.map((name, i) => h("li", {}, mark(i, theme), name)));
  });
  return list;
}

function mark(i, { text }) {
  const scale = devicePixelRatio || 1;
  const canvas = h("canvas", { width: SIDE * scale, height: SIDE * scale, ariaHidden: "true" });
  drawGlyph(canvas.getContext("2d"), i, (SIDE * scale) / 2, (SIDE * scale) / 2, 8 * scale, text);
  return canvas;
}
