/** A chart on a canvas: thin axes with round ticks, marks over each other in their order, a legend of their labels. */

import { h, setText } from "../core/dom.js";
import { KINDS, valuesOf } from "./marks.js";
import { createScale, endsOf, tickText, ticksOf } from "./scale.js";
import { createSurface, watchDrag } from "./surface.js";
import { colourOf, inkOf } from "./theme.js";

const [TOP, RIGHT, BOTTOM, ROOM] = [8, 12, 38, 16]; // px around the plot; the last for the ticks' texts, if these are not wider
export const SHARED = 36; // px for the ticks' texts of charts over each other that share their axis across
const IN_LEGEND = new Set(["line", "steps", "dots", "bars", "area"]);

/**
 * Make a chart. `x` and `y` are {label, min, max, log}, an end that is null comes from the marks; x may have ticks of its own,
 * [[value, text], ...]; y may have `room`, px for the texts of its ticks.
 * `set({x, y, marks, label})` may be called at every frame. Marks: {kind: line | steps | area | dots | bars | rule | text, x, y,
 * colour, size, dash, label, fill, base, vertical, align, width, opacity}. `ondrag(x, y)` hears of a press and a drag: whatever
 * it sets needs a slider beside it too, for the keyboard.
 */
export function createChart({ test, label, height = 240, x = {}, y = {}, ondrag }) {
  const shown = { x, y, marks: [], scales: null };
  const head = createHead(y);
  const surface = createSurface({ test, label, height }, (pen, width, high, colours) => {
    shown.scales = drawChart(pen, width, high, colours, shown);
  });
  if (ondrag)
    watchDrag(surface.canvas, (px, py) => shown.scales && ondrag(shown.scales.x.of(px), shown.scales.y.of(py)));
  return {
    node: h("figure", { className: "plot" }, head.node, surface.node),
    set({ label: words, ...given }) {
      for (const axis of ["x", "y"]) if (given[axis]) given[axis] = { ...shown[axis], ...given[axis] };
      Object.assign(shown, given);
      if (words) surface.canvas.setAttribute("aria-label", words);
      head.set(shown);
      surface.redraw();
    },
    close: surface.close,
  };
}

/** The line over the plot: what is measured upwards, and which mark is which. */
function createHead(first) {
  const axis = h("span", { className: "axis-name" }, first.label ?? "");
  const legend = h("span", { className: "legend" });
  let told = "";
  return {
    node: h("figcaption", { className: "plot-head" }, axis, legend),
    set({ y, marks }) {
      setText(axis, y.label ?? "");
      const named = marks.filter(({ kind, label }) => label && IN_LEGEND.has(kind));
      const now = JSON.stringify(named.map(({ kind, label, colour, dash, fill }) => [kind, label, colour, dash, fill]));
      if (now === told) return;
      told = now;
      legend.replaceChildren(...named.map(entry));
    },
  };
}

function entry(mark) {
  const swatch = h("i", { className: `swatch ${mark.kind}`, ariaHidden: "true" });
  const colours = Object.fromEntries(
    ["text", "ground", "accent", "muted", "amber", "line"].map((name) => [name, `var(--${name})`]),
  );
  swatch.style.setProperty("--ink", colourOf(mark.colour, colours));
  swatch.classList.toggle("dashed", Boolean(mark.dash));
  swatch.classList.toggle("ring", mark.fill === false);
  return h("span", {}, swatch, mark.label);
}

/** Draw all; returns the scales. */
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

/** Ticks of x as [value, text]: those of the axis, the bars' own places, or round numbers. */
function xTicksOf({ ticks }, x, marks, box) {
  if (ticks) return ticks;
  const most = Math.max(2, Math.floor((box.right - box.left) / 64));
  const bars = marks.find(({ kind }) => kind === "bars")?.x;
  const every = bars && Math.ceil(bars.length / (2 * most));
  const values = bars ? [...bars].filter((_, i) => i % every === 0) : ticksOf(x, most);
  return values.map((value) => [value, tickText(value)]);
}

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

function segment(pen, x0, y0, x1, y1) {
  pen.beginPath();
  pen.moveTo(Math.round(x0) + 0.5, Math.round(y0) + 0.5);
  pen.lineTo(Math.round(x1) + 0.5, Math.round(y1) + 0.5);
  pen.stroke();
}
