/** Beta over steps, and under it the KL of every dimension over the same steps. */

import { rampOf, shadeOf } from "../../plot/ramp.js";
import { createScale, tickText, ticksOf } from "../../plot/scale.js";
import { createSurface, watchDrag } from "../../plot/surface.js";
import { inkOf, rgbOf } from "../../plot/theme.js";
import { h, setText } from "../../core/dom.js";
import { LEAST, MOST, onAxis } from "./beta.js";
import { BINS } from "./history.js";

/** @import { Box, Pen } from "../../plot/marks.js" */
/** @import { Scale } from "../../plot/scale.js" */
/** @import { Colours } from "../../plot/theme.js" */
/** @import { History } from "./history.js" */
/** @import { LabState } from "./run.js" */

/**
 * @typedef {object} View
 * @property {LabState | null} state - that is drawn
 * @property {HTMLCanvasElement} image - one pixel per bin and dimension
 * @property {ImageData | null} data - of the image
 * @property {number} most - nats of the darkest shade
 * @property {Uint32Array} ramp - a pixel per shade
 * @property {boolean | null} dark - whether the theme is
 * @property {Box | null} box - of the cells
 */

const [LEFT, RIGHT, BOTTOM, GAP] = [36, 12, 38, 12]; // px around the cells; and between them and beta
const PATH = 56; // px, height of beta's plot
const TICKS = [0.1, 1, 10];
const LEAPING = 60; // steps at the start, in which the KL leaps
const SHADES = [1, 2, 3, 4, 6, 8]; // nats of the darkest shade, which grows with the run

/**
 * Build it; `choose(dim)` is called for the row that is clicked.
 * @param {(dim: number) => void} choose @param {number} height
 */
export function createRateHistory(choose, height) {
  /** @type {View} */
  const view = {
    state: null,
    image: document.createElement("canvas"),
    data: null,
    most: SHADES[0],
    ramp: new Uint32Array(),
    dark: null,
    box: null,
  };
  const legend = createLegend();
  const surface = createSurface(
    { test: "lab-rate-history", label: "Beta and the KL of each dimension over steps", height },
    (pen, width, high, colours) => {
      applyTheme(view, colours, legend);
      view.box = draw(pen, width, high, colours, view);
    },
  );
  watchDrag(surface.canvas, (_, y) => {
    const { box, state } = view;
    if (!box || !state?.history) return;
    const row = Math.floor(((y - box.top) * state.history.latent) / (box.bottom - box.top));
    if (row >= 0 && row < state.history.latent) choose(row);
  });
  return {
    node: h("figure", { className: "plot rate-history" }, legend.node, surface.node),
    /** @param {LabState} state */
    draw(state) {
      view.state = state;
      view.most = darkest(view.most, state);
      legend.set(view.most);
      surface.redraw();
    },
    close: surface.close,
  };
}

/**
 * The darkest shade stands for the highest KL since the run's first steps; of few values, so that it seldom changes.
 * @param {number} most @param {LabState} state
 */
function darkest(most, { now, arrays }) {
  let greatest = (now?.step ?? 0) < LEAPING ? SHADES[0] : most;
  for (const rate of arrays?.rate_per_dim ?? []) if (rate > greatest && rate < Infinity) greatest = rate;
  return SHADES.find((shade) => shade >= greatest) ?? Math.ceil(greatest);
}

/**
 * The shades of the theme, each one a 32-bit pixel.
 * @param {View} view @param {Colours} colours @param {ReturnType<typeof createLegend>} legend
 */
function applyTheme(view, { ground }, legend) {
  const [r, g, b] = rgbOf(ground);
  const dark = 0.3 * r + 0.6 * g + 0.1 * b < 128;
  if (dark === view.dark) return;
  view.dark = dark;
  const shades = rampOf(dark);
  view.ramp = new Uint32Array(shades.length / 3);
  for (let i = 0; i < view.ramp.length; i++)
    view.ramp[i] = ((255 << 24) | (shades[3 * i + 2] << 16) | (shades[3 * i + 1] << 8) | shades[3 * i]) >>> 0;
  legend.paint(view.ramp);
}

/**
 * Draw all; returns where the cells are.
 * @param {Pen} pen @param {number} width @param {number} height @param {Colours} colours @param {View} view
 */
function draw(pen, width, height, colours, view) {
  const { history, previous, now } = view.state ?? {};
  if (!history || !now) return null;
  const box = { left: LEFT, right: width - RIGHT, top: 4 + PATH + GAP, bottom: height - BOTTOM };
  const x = createScale({ min: 0, max: history.span }, box.left, box.right);
  const y = createScale({ min: LEAST, max: MOST, log: true }, 4 + PATH, 4);
  drawCells(pen, box, view, history);
  drawNames(pen, box, colours, history.latent, now.dim);
  drawTicks(pen, box, colours, x, y, history.span);
  if (previous) drawPath(pen, previous, { x, y, box }, colours.muted, [4, 4]);
  drawPath(pen, history, { x, y, box }, colours.accent, []);
  return box;
}

/** @param {Pen} pen @param {Box} box @param {View} view @param {History} history */
function drawCells(pen, box, view, history) {
  const { image } = view;
  if (view.data?.height !== history.latent) {
    Object.assign(image, { width: BINS, height: history.latent });
    view.data = new ImageData(BINS, history.latent);
  }
  const { data, ramp, most } = view;
  const pixels = new Uint32Array(data.data.buffer);
  pixels.fill(0);
  for (let j = 0; j < history.latent; j++) {
    const from = j * BINS;
    for (let i = 0; i < history.n; i++) pixels[from + i] = ramp[shadeOf(history.rates[from + i], most)];
  }
  contextOf(image).putImageData(data, 0, 0);
  pen.imageSmoothingEnabled = false;
  pen.drawImage(image, box.left, box.top, box.right - box.left, box.bottom - box.top);
}

/**
 * Names of the rows, as many as fit; the dimension of the traversal is marked.
 * @param {Pen} pen @param {Box} box @param {Colours} colours @param {number} latent @param {number} dim
 */
function drawNames(pen, box, colours, latent, dim) {
  const high = (box.bottom - box.top) / latent;
  const every = Math.ceil(11 / high);
  Object.assign(pen, { textAlign: "right", textBaseline: "middle", lineWidth: 1, strokeStyle: colours.line });
  for (let j = 0; j < latent; j++) {
    if (j !== dim && (j % every || Math.abs(j - dim) * high < 11)) continue;
    pen.fillStyle = j === dim ? inkOf("amber", colours) : colours.muted;
    pen.fillText(`z${j}`, box.left - 6, box.top + (j + 0.5) * high);
  }
  pen.strokeRect(box.left - 0.5, box.top - 0.5, box.right - box.left + 1, box.bottom - box.top + 1);
  Object.assign(pen, { lineWidth: 2, strokeStyle: colours.amber });
  pen.strokeRect(box.left - 1, box.top + dim * high - 1, box.right - box.left + 2, high + 2);
}

/** @param {Pen} pen @param {Box} box @param {Colours} colours @param {Scale} x @param {Scale} y @param {number} span */
function drawTicks(pen, box, colours, x, y, span) {
  Object.assign(pen, {
    fillStyle: colours.muted,
    strokeStyle: colours.line,
    lineWidth: 1,
    textAlign: "right",
    textBaseline: "middle",
  });
  for (const beta of TICKS) {
    const at = Math.round(y.at(beta)) + 0.5;
    pen.beginPath();
    pen.moveTo(box.left, at);
    pen.lineTo(box.right, at);
    pen.stroke();
    pen.fillText(tickText(beta), box.left - 6, at);
  }
  Object.assign(pen, { textAlign: "center", textBaseline: "top" });
  const ticks = ticksOf({ min: 0, max: span }, Math.max(2, Math.floor((box.right - box.left) / 64)));
  for (const tick of ticks) {
    const half = pen.measureText(tickText(tick)).width / 2;
    pen.fillText(tickText(tick), Math.min(x.at(tick), box.right + 11 - half), box.bottom + 6);
  }
  pen.fillText("Step", (box.left + box.right) / 2, box.bottom + 22);
}

/**
 * @param {Pen} pen @param {History} history @param {{ x: Scale, y: Scale, box: Box }} place @param {string} colour
 * @param {number[]} dash
 */
function drawPath(pen, history, { x, y, box }, colour, dash) {
  pen.save();
  pen.beginPath();
  pen.rect(box.left, 0, box.right - box.left, box.top);
  pen.clip();
  Object.assign(pen, { strokeStyle: colour, lineWidth: 1.75, lineJoin: "round", globalAlpha: dash.length ? 0.5 : 1 });
  pen.setLineDash(dash);
  pen.beginPath();
  history.line("beta").forEach((beta, i) => pen.lineTo(x.at(history.steps[i]), y.at(onAxis(beta))));
  pen.stroke();
  pen.restore();
}

function createLegend() {
  const strip = h("canvas", { className: "ramp", width: 256, height: 1, ariaHidden: "true" });
  const most = h("span", {});
  return {
    node: h(
      "figcaption",
      { className: "plot-head" },
      h("span", { className: "axis-name" }, "Current \u03b2, and under it the KL of each dimension"),
      h("span", { className: "legend" }, h("span", {}, "KL (nats) 0 ", strip, most)),
    ),
    /** @param {number} shade */
    set: (shade) => setText(most, ` ${tickText(shade)}`),
    /** @param {Uint32Array} ramp */
    paint(ramp) {
      const data = new ImageData(256, 1);
      new Uint32Array(data.data.buffer).set(ramp);
      contextOf(strip).putImageData(data, 0, 0);
    },
  };
}

/** @param {HTMLCanvasElement} canvas */
const contextOf = (canvas) => /** @type {Pen} */ (canvas.getContext("2d"));
