/** The map of the kept images, a row's epochs in one scale; points and scale move from cell to cell. */

/** @import { Pen } from "../../plot/marks.js" */
/** @import { Colours } from "../../plot/theme.js" */
/** @import { Grid } from "./grid.js" */

import { drawGlyph } from "../../map/palette.js";
import { createSurface } from "../../plot/surface.js";
import { h } from "../../core/dom.js";

const MOVE_MS = 150;
const [DOT, RIM, HALO] = [6, 12, 4]; // px: width of a mark, distance from the edge, line around a text

/**
 * Make the map.
 * @param {Grid} grid
 */
export function createMap(grid) {
  const label = `Map of ${grid.labels.length} test images by their code`;
  /** @type {Float32Array | null} */
  let from = null; // a map: its reach, then two coordinates per point
  /** @type {Float32Array | null} */
  let to = null;
  let begun = 0; // ms
  const shareNow = () => (from ? Math.min(1, (performance.now() - begun) / MOVE_MS) : 1);
  const calm = matchMedia("(prefers-reduced-motion: reduce)");
  const surface = createSurface({ test: "sweep-map", label, height: 320 }, (pen, width, height, colours) => {
    if (!to) return;
    const share = shareNow();
    drawMap(pen, width, height, colours, grid, between(from, to, share));
    if (share < 1) surface.redraw();
  });
  const legend = createLegend(grid);
  return {
    node: h(
      "figure",
      { className: "plot" },
      h(
        "figcaption",
        { className: "plot-head" },
        h("span", { className: "axis-name" }, `Codes of ${grid.labels.length} test images on their two principal axes`),
      ),
      surface.node,
      legend.node,
    ),
    /** @param {number} row @param {number} epoch */
    set(row, epoch) {
      const now = Float32Array.of(grid.reaches[row], ...grid.cell(row, epoch).map);
      if (String(now) === String(to)) return;
      from = to && !calm.matches ? between(from, to, shareNow()) : null;
      to = now;
      begun = performance.now();
      surface.redraw();
    },
    close() {
      surface.close();
      legend.close();
    },
  };
}

/**
 * A map between two others, slower towards the end.
 * @param {Float32Array | null} from
 * @param {Float32Array} to
 * @param {number} share of the time, 0 to 1
 */
export function between(from, to, share) {
  if (!from || share >= 1) return to;
  const moved = 1 - (1 - share) ** 3;
  return Float32Array.from(to, (value, i) => from[i] + moved * (value - from[i]));
}

/**
 * @param {Pen} pen
 * @param {number} width
 * @param {number} height
 * @param {Colours} colours
 * @param {Grid} grid
 * @param {Float32Array} map
 */
function drawMap(pen, width, height, colours, { labels }, [reach, ...points]) {
  const scale = (Math.min(width, height) / 2 - RIM) / reach; // px per deviation of the prior
  const [x, y] = [width / 2, height / 2];
  Object.assign(pen, { strokeStyle: colours.line, lineWidth: 1, textAlign: "center", textBaseline: "bottom" });
  for (const deviations of [1, 2]) {
    pen.beginPath();
    pen.arc(x, y, deviations * scale, 0, 2 * Math.PI);
    pen.stroke();
  }
  pen.globalAlpha = 0.85;
  const within = (/** @type {number} */ value, /** @type {number} */ half) =>
    Math.max(-half, Math.min(half, scale * value)); // a point beyond the edge is drawn at the edge
  labels.forEach((label, i) =>
    drawGlyph(
      pen,
      label,
      x + within(points[2 * i], x - DOT),
      y - within(points[2 * i + 1], y - DOT),
      DOT,
      colours.text,
    ),
  );
  pen.globalAlpha = 1;
  Object.assign(pen, { strokeStyle: colours.ground, fillStyle: colours.text, lineWidth: HALO, lineJoin: "round" });
  for (const deviations of [1, 2]) writeOver(pen, `${deviations}\u03c3`, x, y - deviations * scale - 1);
}

/**
 * Text that can be read over marks.
 * @param {Pen} pen
 * @param {string} text
 * @param {number} x
 * @param {number} y
 */
function writeOver(pen, text, x, y) {
  pen.strokeText(text, x, y);
  pen.fillText(text, x, y);
}

/**
 * The mark of each class.
 * @param {Grid} grid
 */
function createLegend({ class_names: names }) {
  const glyphs = names.map((name, i) =>
    createSurface({ test: `sweep-class-${i}`, label: `Class ${name}`, height: 16 }, (pen, width, height, colours) =>
      drawGlyph(pen, i, width / 2, height / 2, 8, colours.text),
    ),
  );
  const entries = glyphs.map(({ node }, i) => h("span", {}, node, names[i]));
  function close() {
    for (const glyph of glyphs) glyph.close();
  }
  const node = h("p", { className: "classes" }, ...entries, h("span", {}, "Circles: 1\u03c3 and 2\u03c3 of the prior"));
  return { node, close };
}
