/** Beta's path, and under it the rate of every dimension over the same steps: lights that go out. */

import { rampOf, shadeOf } from "../../plot/ramp.js";
import { createScale, tickText, ticksOf } from "../../plot/scale.js";
import { createSurface, watchDrag } from "../../plot/surface.js";
import { inkOf, rgbOf } from "../../plot/theme.js";
import { h, setText } from "../../core/dom.js";
import { BINS } from "./history.js";

const [LEFT, RIGHT, BOTTOM, GAP] = [36, 12, 38, 12]; // px around the cells; and between them and beta's path
const PATH = 56; // px that beta's path is high
const [LEAST, MOST] = [0.01, 100]; // of beta's axis; what is outside stands at its ends
const TICKS = [0.1, 1, 10];
const LEAPING = 60; // steps
const SHADES = [1, 2, 3, 4, 6, 8]; // nats of the darkest shade: it grows with the run

/** Build it; `choose(dim)` hears which row was clicked. */
export function createFilm(run, choose, height) {
  const film = {
    state: null,
    image: document.createElement("canvas"),
    data: null,
    most: SHADES[0],
    ramp: null,
    dark: null,
    box: null,
  };
  const legend = createLegend();
  const surface = createSurface(
    { test: "lab-film", label: "Beta and the rate of each dimension over steps", height },
    (pen, width, high, colours) => {
      dress(film, colours, legend);
      film.box = film.state ? draw(pen, width, high, colours, film) : null;
    },
  );
  watchDrag(surface.canvas, (_, y) => film.box && pick(film, y, choose));
  return {
    node: h("figure", { className: "plot film" }, legend.node, surface.node),
    draw(state) {
      film.state = state;
      film.most = darkest(film.most, state);
      legend.set(film.most);
      surface.redraw();
    },
    close: surface.close,
  };
}

function pick({ box, state }, y, choose) {
  const row = Math.floor(((y - box.top) * state.history.latent) / (box.bottom - box.top));
  if (row >= 0 && row < state.history.latent) choose(row);
}

/** The darkest shade stands for the greatest rate since the run's first steps, where rates leap; few shades, so that it stands still. */
function darkest(most, { now, arrays }) {
  let greatest = now.step < LEAPING ? SHADES[0] : most;
  for (const rate of arrays.rate_per_dim) if (rate > greatest && rate < Infinity) greatest = rate;
  return SHADES.find((shade) => shade >= greatest) ?? Math.ceil(greatest);
}

/** The shades as the theme has them, each one a 32-bit pixel. */
function dress(film, { ground }, legend) {
  const [r, g, b] = rgbOf(ground);
  const dark = 0.3 * r + 0.6 * g + 0.1 * b < 128;
  if (dark === film.dark) return;
  film.dark = dark;
  const shades = rampOf(dark);
  film.ramp = new Uint32Array(shades.length / 3);
  for (let i = 0; i < film.ramp.length; i++)
    film.ramp[i] = ((255 << 24) | (shades[3 * i + 2] << 16) | (shades[3 * i + 1] << 8) | shades[3 * i]) >>> 0;
  legend.dress(film.ramp);
}

function draw(pen, width, height, colours, film) {
  const { history, ghost, now } = film.state;
  const box = { left: LEFT, right: width - RIGHT, top: 4 + PATH + GAP, bottom: height - BOTTOM };
  const x = createScale({ min: 0, max: history.span }, box.left, box.right);
  const y = createScale({ min: LEAST, max: MOST, log: true }, 4 + PATH, 4);
  drawCells(pen, box, film, history);
  drawNames(pen, box, colours, history.latent, now.dim);
  drawTicks(pen, box, colours, x, y, history.span);
  if (ghost) drawPath(pen, ghost, { x, y, box }, colours.muted, [4, 4]);
  drawPath(pen, history, { x, y, box }, colours.accent, []);
  return box;
}

function drawCells(pen, box, film, history) {
  const { image } = film;
  if (!film.data || film.data.height !== history.latent) {
    Object.assign(image, { width: BINS, height: history.latent });
    film.data = new ImageData(BINS, history.latent);
  }
  const pixels = new Uint32Array(film.data.data.buffer);
  pixels.fill(0);
  for (let j = 0; j < history.latent; j++) {
    const from = j * BINS;
    for (let i = 0; i < history.n; i++) pixels[from + i] = film.ramp[shadeOf(history.rates[from + i], film.most)];
  }
  image.getContext("2d").putImageData(film.data, 0, 0);
  pen.imageSmoothingEnabled = false;
  pen.drawImage(image, box.left, box.top, box.right - box.left, box.bottom - box.top);
}

/** Names of the rows, as many as fit; the one that is walked along is marked. */
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
  pen.fillText("step", (box.left + box.right) / 2, box.bottom + 22);
}

function drawPath(pen, history, { x, y, box }, colour, dash) {
  pen.save();
  pen.beginPath();
  pen.rect(box.left, 0, box.right - box.left, box.top);
  pen.clip();
  Object.assign(pen, { strokeStyle: colour, lineWidth: 1.75, lineJoin: "round", globalAlpha: dash.length ? 0.5 : 1 });
  pen.setLineDash(dash);
  pen.beginPath();
  for (let i = 0; i < history.n; i++)
    pen.lineTo(x.at(history.steps[i]), y.at(Math.min(MOST, Math.max(LEAST, history.beta[i]))));
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
      h("span", { className: "axis-name" }, "beta in force, and under it each dimension over steps"),
      h("span", { className: "legend" }, h("span", {}, "rate, nats 0 ", strip, most)),
    ),
    set: (shade) => setText(most, ` ${tickText(shade)}`),
    dress(ramp) {
      const data = new ImageData(256, 1);
      new Uint32Array(data.data.buffer).set(ramp);
      strip.getContext("2d").putImageData(data, 0, 0);
    },
  };
}
