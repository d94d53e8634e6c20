/** A heatmap on a canvas: rows of one hue, a frame around the chosen cell, a legend with its unit. */

/** @import { Box, Numbers, Pen } from "./marks.js" */
/** @import { Colours } from "./theme.js" */

import { contextOf, h, setText } from "../core/dom.js";
import { rampOf, shadeOf } from "./ramp.js";
import { tickText } from "./scale.js";
import { createSurface, watchDrag } from "./surface.js";
import { rgbOf } from "./theme.js";

const [TOP, RIGHT, BOTTOM] = [4, 12, 38];

/** @typedef {(readonly [index: number, text: string])[]} Ticks */
/** @typedef {{ column?: number | null; row?: number | null }} Cell a whole row or column where one is absent */

/**
 * @typedef {object} Shown
 * @property {number} rows
 * @property {number} columns
 * @property {Numbers} values row by row, the first row on top
 * @property {number | null} max the value of the darkest shade; null: the greatest one
 * @property {{ x?: Ticks; y?: Ticks }} ticks
 * @property {Cell | null} mark the chosen cell
 * @property {Box | null} box where the cells were drawn
 */

/**
 * Make a heatmap. `onpick` is called at a press and a drag over cells: give the keyboard another way.
 * @param {object} options
 * @param {string} options.test
 * @param {string} options.label
 * @param {number} [options.height] px
 * @param {{ label?: string }} [options.x]
 * @param {{ label?: string }} [options.y]
 * @param {{ label?: string }} [options.value]
 * @param {(column: number, row: number) => void} [options.onpick]
 */
export function createHeatmap({ test, label, height = 240, x = {}, y = {}, value = {}, onpick }) {
  /** @type {Shown} */
  const shown = { rows: 0, columns: 0, values: [], max: null, ticks: {}, mark: null, box: null };
  const image = h("canvas");
  const legend = createLegend(y, value);
  let shades = rampOf(false);
  let wasDark = false;
  legend.paint(shades);
  let stale = true; // the image of the values
  const surface = createSurface({ test, label, height }, (pen, width, high, colours) => {
    const [r, g, b] = rgbOf(colours.ground);
    const dark = 0.3 * r + 0.6 * g + 0.1 * b < 128;
    if (dark !== wasDark) {
      wasDark = dark;
      shades = rampOf(dark);
      legend.paint(shades);
      stale = true;
    }
    if (stale) paintImage(image, shown, shades);
    stale = false;
    shown.box = drawHeat(pen, width, high, colours, { shown, image, x });
  });
  if (onpick) watchDrag(surface.canvas, (px, py) => pickCell(onpick, shown, px, py));
  return {
    node: h("figure", { className: "plot" }, legend.node, surface.node),
    /** @param {Partial<Shown> & { label?: string }} given */
    set({ label: words, ...given }) {
      if (given.values) stale = true;
      Object.assign(shown, given);
      if (words) surface.canvas.setAttribute("aria-label", words);
      legend.set(greatest(shown));
      surface.redraw();
    },
    close: surface.close,
  };
}

/**
 * @param {(column: number, row: number) => void} pick
 * @param {Shown} shown
 * @param {number} px
 * @param {number} py
 */
function pickCell(pick, { rows, columns, box }, px, py) {
  if (!box) return;
  const column = Math.floor((columns * (px - box.left)) / (box.right - box.left));
  const row = Math.floor((rows * (py - box.top)) / (box.bottom - box.top));
  if (column >= 0 && row >= 0 && column < columns && row < rows) pick(column, row);
}

/** @param {Pick<Shown, "max" | "values">} shown */
function greatest({ max, values }) {
  if (max !== null && max !== undefined) return max;
  let most = 0;
  for (const value of values) if (value > most) most = value;
  return most;
}

/** @param {{ label?: string }} y @param {{ label?: string }} value */
function createLegend(y, value) {
  const strip = h("canvas", { className: "ramp", width: 256, height: 1, ariaHidden: "true" });
  const most = h("span", {});
  return {
    node: h(
      "figcaption",
      { className: "plot-head" },
      h("span", { className: "axis-name" }, y.label ?? ""),
      h("span", { className: "legend" }, h("span", {}, value.label ?? "", " 0 ", strip, most)),
    ),
    /** @param {number} max */
    set: (max) => setText(most, ` ${tickText(Number(max.toPrecision(2)))}`),
    /** @param {Uint8Array} shades */
    paint(shades) {
      const data = new ImageData(256, 1);
      for (let i = 0; i < 256; i++) data.data.set([...shades.subarray(3 * i, 3 * i + 3), 255], 4 * i);
      contextOf(strip).putImageData(data, 0, 0);
    },
  };
}

/** @param {HTMLCanvasElement} image @param {Shown} shown @param {Uint8Array} shades */
function paintImage(image, { rows, columns, values, max }, shades) {
  if (!rows || !columns) return;
  Object.assign(image, { width: columns, height: rows });
  const most = greatest({ max, values });
  const data = new ImageData(columns, rows);
  for (let i = 0; i < rows * columns; i++) {
    const shade = 3 * shadeOf(values[i], most);
    data.data.set([shades[shade], shades[shade + 1], shades[shade + 2], Number.isNaN(values[i]) ? 0 : 255], 4 * i);
  }
  contextOf(image).putImageData(data, 0, 0);
}

/**
 * Draw all; returns where the cells are.
 * @param {Pen} pen
 * @param {number} width
 * @param {number} height
 * @param {Colours} colours
 * @param {{ shown: Shown; image: HTMLCanvasElement; x: { label?: string } }} what
 */
function drawHeat(pen, width, height, colours, { shown, image, x }) {
  const { rows, columns, ticks, mark } = shown;
  const yTicks = ticks.y ?? [];
  const left = 10 + Math.max(8, ...yTicks.map(([, text]) => pen.measureText(text).width));
  const box = { left, top: TOP, right: width - RIGHT, bottom: height - BOTTOM };
  if (!rows || !columns) return null;
  const [wide, high] = [(box.right - box.left) / columns, (box.bottom - box.top) / rows];
  pen.imageSmoothingEnabled = false;
  pen.drawImage(image, box.left, box.top, box.right - box.left, box.bottom - box.top);
  Object.assign(pen, { fillStyle: colours.muted, textAlign: "right", textBaseline: "middle" });
  for (const [row, text] of yTicks) pen.fillText(text, box.left - 6, box.top + (row + 0.5) * high);
  Object.assign(pen, { textAlign: "center", textBaseline: "top" });
  for (const [column, text] of ticks.x ?? []) {
    const half = pen.measureText(text).width / 2;
    pen.fillText(text, Math.min(box.left + (column + 0.5) * wide, width - half), box.bottom + 6);
  }
  pen.fillText(x.label ?? "", (box.left + box.right) / 2, box.bottom + 22);
  pen.strokeStyle = colours.line;
  pen.lineWidth = 1;
  pen.strokeRect(box.left - 0.5, box.top - 0.5, box.right - box.left + 1, box.bottom - box.top + 1);
  if (mark) frame(pen, mark, { box, wide, high, columns, rows }, colours);
  return box;
}

/**
 * Frame the chosen cell.
 * @param {Pen} pen
 * @param {Cell} cell
 * @param {{ box: Box; wide: number; high: number; columns: number; rows: number }} cells
 * @param {Colours} colours
 */
function frame(pen, { column, row }, { box, wide, high, columns, rows }, colours) {
  const [x, w] = typeof column === "number" ? [box.left + column * wide, wide] : [box.left, wide * columns];
  const [y, t] = typeof row === "number" ? [box.top + row * high, high] : [box.top, high * rows];
  for (const style of [
    { lineWidth: 4, strokeStyle: colours.ground },
    { lineWidth: 2, strokeStyle: colours.amber },
  ]) {
    Object.assign(pen, style);
    pen.strokeRect(x - 1, y - 1, Math.max(w, 2) + 2, t + 2);
  }
}
