/** The map of the kept pictures, a row's epochs in one scale; from cell to cell points and scale glide. */

import { drawGlyph } from "../../map/palette.js";
import { createSurface } from "../../plot/surface.js";
import { h } from "../../core/dom.js";

const GLIDE_MS = 320;
const [DOT, RIM, HALO] = [6, 12, 4]; // px: width of a mark, distance that is kept from the edge, line around a text

/** Make the map. */
export function createMap(grid) {
  const label = `Map of ${grid.labels.length} test images by their code`;
  let [from, to, begun] = [null, null, 0]; // a map: its reach, then two coordinates a point
  const still = matchMedia("(prefers-reduced-motion: reduce)");
  const surface = createSurface({ test: "sweep-map", label, height: 320 }, (pen, width, height, colours) => {
    if (!to) return;
    const part = from ? Math.min(1, (performance.now() - begun) / GLIDE_MS) : 1;
    drawMap(pen, width, height, colours, grid, between(from, to, part));
    if (part < 1) surface.redraw();
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
    set(row, epoch) {
      const part = from ? Math.min(1, (performance.now() - begun) / GLIDE_MS) : 1;
      const now = Float32Array.of(grid.reaches[row], ...grid.cell(row, epoch).map);
      if (to && now.every((value, i) => value === to[i])) return;
      from = to && !still.matches ? between(from, to, part) : null;
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

/** The places on the way from one map to another; slower towards the end. */
export function between(from, to, part) {
  if (!from || part >= 1) return to;
  const share = 1 - (1 - part) ** 3;
  return Float32Array.from(to, (value, i) => from[i] + share * (value - from[i]));
}

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
  const held = (value, half) => Math.max(-half, Math.min(half, scale * value)); // beyond the edge: at it
  labels.forEach((label, i) =>
    drawGlyph(pen, label, x + held(points[2 * i], x - DOT), y - held(points[2 * i + 1], y - DOT), DOT, colours.text),
  );
  pen.globalAlpha = 1;
  Object.assign(pen, { strokeStyle: colours.ground, fillStyle: colours.text, lineWidth: HALO, lineJoin: "round" });
  for (const deviations of [1, 2]) haloed(pen, `${deviations}\u03c3`, x, y - deviations * scale - 1);
}

/** Text that can be read over marks. */
function haloed(pen, text, x, y) {
  pen.strokeText(text, x, y);
  pen.fillText(text, x, y);
}

/** Which mark is which class. */
function createLegend({ class_names: names }) {
  const glyphs = names.map((name, i) =>
    createSurface({ test: `sweep-class-${i}`, label: `Class ${name}`, height: 16 }, (pen, width, height, colours) =>
      drawGlyph(pen, i, width / 2, height / 2, 8, colours.text),
    ),
  );
  const entries = glyphs.map(({ node }, i) => h("span", {}, node, names[i]));
  const node = h("p", { className: "classes" }, ...entries, h("span", {}, "Circles: 1\u03c3 and 2\u03c3 of the prior"));
  return { node, close: () => glyphs.forEach((glyph) => glyph.close()) };
}
