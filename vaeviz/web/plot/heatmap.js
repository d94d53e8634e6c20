/** A heat map on a canvas: rows of one hue, a frame around the cell that is meant, a legend with its unit. */

import { h, setText } from "../core/dom.js";
import { rampOf, shadeOf } from "./ramp.js";
import { tickText } from "./scale.js";
import { createSurface, watchDrag } from "./surface.js";
import { rgbOf } from "./theme.js";

const [TOP, RIGHT, BOTTOM] = [4, 12, 38];

/**
 * Make a heat map. `x`, `y` and `value` are {label}. `set({rows, columns, values, max, ticks, mark})`: values row by row,
 * the first row on top; `max` is the value of the darkest shade (absent: the greatest one); ticks {x: [[column, text]],
 * y: [[row, text]]}; mark {column, row}, either may be absent. `onpick(column, row)` hears of a press and a drag over
 * cells: give the keyboard another way.
 */
export function createHeat({ test, label, height = 240, x = {}, y = {}, value = {}, onpick }) {
  const shown = { rows: 0, columns: 0, values: [], max: null, ticks: {}, mark: null, box: null };
  const image = document.createElement("canvas");
  const legend = createLegend(y, value);
  let ramp = { dark: null, shades: null };
  let stale = true; // the image of the values
  const surface = createSurface({ test, label, height }, (pen, width, high, colours) => {
    const [r, g, b] = rgbOf(colours.ground);
    const dark = 0.3 * r + 0.6 * g + 0.1 * b < 128;
    if (dark !== ramp.dark) {
      ramp = { dark, shades: rampOf(dark) };
      legend.dress(ramp.shades);
      stale = true;
    }
    if (stale) paintImage(image, shown, ramp.shades);
    stale = false;
    shown.box = drawHeat(pen, width, high, colours, { shown, image, x });
  });
  if (onpick) watchDrag(surface.canvas, (px, py) => tellCell(onpick, shown, px, py));
  return {
    node: h("figure", { className: "plot" }, legend.node, surface.node),
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

function tellCell(hear, { rows, columns, box }, px, py) {
  if (!box) return;
  const column = Math.floor((columns * (px - box.left)) / (box.right - box.left));
  const row = Math.floor((rows * (py - box.top)) / (box.bottom - box.top));
  if (column >= 0 && row >= 0 && column < columns && row < rows) hear(column, row);
}

function greatest({ max, values }) {
  if (max !== null && max !== undefined) return max;
  let most = 0;
  for (const value of values) if (value > most) most = value;
  return most;
}

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
    set: (max) => setText(most, ` ${tickText(Number(max.toPrecision(2)))}`),
    dress(shades) {
      const data = new ImageData(256, 1);
      for (let i = 0; i < 256; i++) data.data.set([...shades.subarray(3 * i, 3 * i + 3), 255], 4 * i);
      strip.getContext("2d").putImageData(data, 0, 0);
    },
  };
}

function paintImage(image, { rows, columns, values, ...shown }, shades) {
  if (!rows || !columns) return;
  Object.assign(image, { width: columns, height: rows });
  const most = greatest({ ...shown, values });
  const data = new ImageData(columns, rows);
  for (let i = 0; i < rows * columns; i++) {
    const shade = 3 * shadeOf(values[i], most);
    data.data.set([shades[shade], shades[shade + 1], shades[shade + 2], Number.isNaN(values[i]) ? 0 : 255], 4 * i);
  }
  image.getContext("2d").putImageData(data, 0, 0);
}

/** Draw all; returns where the cells are. */
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

/** The cell that is meant; the whole row or column where only one is given. */
function frame(pen, { column, row }, { box, wide, high, columns, rows }, colours) {
  const [x, w] =
    column === undefined || column === null ? [box.left, wide * columns] : [box.left + column * wide, wide];
  const [y, t] = row === undefined || row === null ? [box.top, high * rows] : [box.top + row * high, high];
  for (const [lineWidth, strokeStyle] of [
    [4, colours.ground],
    [2, colours.amber],
  ]) {
    Object.assign(pen, { lineWidth, strokeStyle });
    pen.strokeRect(x - 1, y - 1, Math.max(w, 2) + 2, t + 2);
  }
}
