/** A chart on a canvas: thin axes with round ticks, marks over each other in their order, a legend of their labels. */

/** @import { Box, Mark, Pen } from "./marks.js" */
/** @import { Scale } from "./scale.js" */
/** @import { Colours } from "./theme.js" */

import { h, setText } from "../core/dom.js";
import { KINDS, valuesOf } from "./marks.js";
import { createScale, endsOf, tickText, ticksOf } from "./scale.js";
import { createSurface, watchDrag } from "./surface.js";
import { colourOf, inkOf } from "./theme.js";

const [TOP, RIGHT, BOTTOM, ROOM] = [8, 12, 38, 16]; // px around the plot; ROOM is the least for the ticks' texts
export const SHARED = 36; // px for the ticks' texts of charts over each other that share their axis across
const IN_LEGEND = new Set(["line", "steps", "dots", "bars", "area"]);

/**
 * @typedef {object} Axis
 * @property {string} [label]
 * @property {number | null} [min] an end that is null comes from the marks
 * @property {number | null} [max]
 * @property {boolean} [log]
 * @property {(readonly [number, string])[] | null} [ticks] of x: its own ticks with their texts
 * @property {number} [room] of y: px for the texts of its ticks
 */

/** @typedef {ReturnType<typeof createChart>} Chart */
/** @typedef {{ x: Axis; y: Axis; marks: Mark[]; scales: { x: Scale; y: Scale } | null }} Shown */

/**
 * Make a chart; `set` may be called at every frame.
 * @param {object} options
 * @param {string} options.test
 * @param {string} options.label
 * @param {number} [options.height] px
 * @param {Axis} [options.x]
 * @param {Axis} [options.y]
 * @param {(x: number, y: number) => void} [options.ondrag] called at a press and during a drag, with values of the
 *   axes; what it sets needs a slider too, for the keyboard
 */
export function createChart({ test, label, height = 240, x = {}, y = {}, ondrag }) {
  /** @type {Shown} */
  const shown = { x, y, marks: [], scales: null };
  const head = createHead(y);
  const surface = createSurface({ test, label, height }, (pen, width, high, colours) => {
    shown.scales = drawChart(pen, width, high, colours, shown);
  });
  if (ondrag)
    watchDrag(surface.canvas, (px, py) => {
      if (shown.scales) ondrag(shown.scales.x.of(px), shown.scales.y.of(py));
    });
  return {
    node: h("figure", { className: "plot" }, head.node, surface.node),
    /** @param {{ x?: Axis; y?: Axis; marks?: Mark[]; label?: string }} given */
    set({ x, y, marks, label: words }) {
      Object.assign(shown, { x: { ...shown.x, ...x }, y: { ...shown.y, ...y }, marks: marks ?? shown.marks });
      if (words) surface.canvas.setAttribute("aria-label", words);
      head.set(shown);
      surface.redraw();
    },
    close: surface.close,
  };
}

/**
 * The line over the plot: the label of y, and the legend.
 * @param {Axis} first
 */
function createHead(first) {
  const axis = h("span", { className: "axis-name" }, first.label ?? "");
  const legend = h("span", { className: "legend" });
  let drawn = "";
  return {
    node: h("figcaption", { className: "plot-head" }, axis, legend),
    /** @param {Shown} shown */
    set({ y, marks }) {
      setText(axis, y.label ?? "");
      const named = marks.filter(({ kind, label }) => label && IN_LEGEND.has(kind));
      const now = JSON.stringify(named.map(({ kind, label, colour, dash, fill }) => [kind, label, colour, dash, fill]));
      if (now === drawn) return;
      drawn = now;
      legend.replaceChildren(...named.map(entry));
    },
  };
}

/** @param {Mark} mark */
function entry(mark) {
  const swatch = h("i", { className: `swatch ${mark.kind}`, ariaHidden: "true" });
  const colours = Object.fromEntries(
    ["text", "ground", "accent", "muted", "amber", "line"].map((name) => [name, `var(--${name})`]),
  );
  swatch.style.setProperty("--ink", colourOf(mark.colour, colours));
  swatch.classList.toggle("dashed", Boolean(mark.dash));
  swatch.classList.toggle("ring", mark.fill === false);
  return h("span", {}, swatch, String(mark.label));
}

/**
 * Draw all; returns the scales.
 * @param {Pen} pen
 * @param {number} width
 * @param {number} height
 * @param {Colours} colours
 * @param {Shown} shown
 */
function drawChart(pen, width, height, colours, { x: across, y: upwards, marks }) {
  const ends = { x: endsOf(across, valuesOf(marks, "x"), false), y: endsOf(upwards, valuesOf(marks, "y")) };
  const yTicks = ticksOf(ends.y, Math.max(2, Math.floor((height - TOP - BOTTOM) / 36)));
  const left = 10 + Math.max(upwards.room ?? ROOM, ...yTicks.map((tick) => pen.measureText(tickText(tick)).width));
  const box = { left, top: TOP, right: width - RIGHT, bottom: height - BOTTOM };
  const x = createScale(ends.x, box.left, box.right);
  const y = createScale(ends.y, box.bottom, box.top);
  drawAxes(pen, box, colours, { x, y, yTicks, xTicks: xTicksOf(across, x, marks, box), name: across.label ?? "" });
  pen.save();
  pen.beginPath();
  pen.rect(box.left - 5, box.top - 6, box.right - box.left + 10, box.bottom - box.top + 11);
  pen.clip();
  for (const mark of marks) {
    pen.save();
    pen.globalAlpha = mark.opacity ?? 1;
    KINDS[mark.kind](pen, mark, {
      x,
      y,
      box,
      colours,
      colour: colourOf(mark.colour, colours),
      ink: inkOf(mark.colour, colours),
    });
    pen.restore();
  }
  pen.restore();
  return { x, y };
}

/**
 * Ticks of x as [value, text]: those of the axis, the bars' own places, or round numbers.
 * @param {Axis} axis
 * @param {Scale} x
 * @param {Mark[]} marks
 * @param {Box} box
 * @returns {(readonly [number, string])[]}
 */
function xTicksOf({ ticks }, x, marks, box) {
  if (ticks) return ticks;
  const most = Math.max(2, Math.floor((box.right - box.left) / 64));
  const bars = marks.find(({ kind }) => kind === "bars")?.x;
  const values = bars
    ? Array.from(bars).filter((_, i) => i % Math.ceil(bars.length / (2 * most)) === 0)
    : ticksOf(x, most);
  return values.map((value) => [value, tickText(value)]);
}

/**
 * @param {Pen} pen
 * @param {Box} box
 * @param {Colours} colours
 * @param {{ x: Scale; y: Scale; yTicks: number[]; xTicks: (readonly [number, string])[]; name: string }} axes
 */
function drawAxes(pen, box, colours, { x, y, yTicks, xTicks, name }) {
  Object.assign(pen, {
    lineWidth: 1,
    strokeStyle: colours.line,
    fillStyle: colours.muted,
    textAlign: "right",
    textBaseline: "middle",
  });
  for (const tick of yTicks) {
    segment(pen, box.left, y.at(tick), box.right, y.at(tick));
    pen.fillText(tickText(tick), box.left - 6, y.at(tick));
  }
  pen.strokeStyle = colours.muted;
  segment(pen, box.left, box.bottom, box.right, box.bottom);
  pen.textBaseline = "top";
  for (const [value, text] of xTicks) {
    const at = x.at(value);
    const half = pen.measureText(text).width / 2;
    segment(pen, at, box.bottom, at, box.bottom + 4);
    pen.textAlign = "center";
    pen.fillText(text, Math.min(at, box.right + 11 - half), box.bottom + 6);
  }
  pen.textAlign = "center";
  pen.fillText(name, (box.left + box.right) / 2, box.bottom + 22);
}

/** @param {Pen} pen @param {number} x0 @param {number} y0 @param {number} x1 @param {number} y1 */
function segment(pen, x0, y0, x1, y1) {
  pen.beginPath();
  pen.moveTo(Math.round(x0) + 0.5, Math.round(y0) + 0.5);
  pen.lineTo(Math.round(x1) + 0.5, Math.round(y1) + 0.5);
  pen.stroke();
}
