/** Ticks with numbers along the lower and left edges of maps whose axes mean something. */

import { fixed } from "../core/format.js";

const ROOM = 64; // CSS pixels a tick wants at least
const LENGTH = 5;

/** What the two axes of a map are called; null where they mean nothing. */
export function axesOf({ name, params, basis, priorOf, dims }) {
  if (Number.isInteger(params?.x)) return [`z${params.x}`, `z${params.y}`];
  if (priorOf) return dims.map((dim) => `\u03a6(z${dim})`); // the prior's distribution function
  return name === "pca" || basis ? ["PC 1", "PC 2"] : null;
}

/** Round numbers from `low` to `high`, at most `most` steps apart: 1, 2 or 5 times a power of ten. */
export function ticks(low, high, most) {
  const least = (high - low) / Math.max(1, most);
  const power = 10 ** Math.floor(Math.log10(least));
  const step = [1, 2, 5, 10].map((times) => times * power).find((one) => one >= least * 0.999);
  const [from, to] = [Math.ceil(low / step), Math.floor(high / step)];
  const digits = Math.max(0, -Math.floor(Math.log10(step) + 1e-9));
  return Array.from({ length: to - from + 1 }, (_, i) => ({
    value: (from + i) * step,
    text: fixed((from + i) * step, digits),
  }));
}

/** Draw the ticks of `plane` with their numbers, and the axes' names at their ends. */
export function drawAxes(pen, plane, [across, up], { text, ground, font }) {
  const { width, height } = plane;
  const [x0, y0] = plane.toData(0, height);
  const [x1, y1] = plane.toData(width, 0);
  const write = (words, x, y, align, baseline) => {
    Object.assign(pen, { textAlign: align, textBaseline: baseline });
    pen.strokeText(words, x, y);
    pen.fillText(words, x, y);
  };
  Object.assign(pen, { font: `11px ${font}`, lineJoin: "round", lineWidth: 3, strokeStyle: ground, fillStyle: text });
  for (const { value, text: number } of ticks(x0, x1, width / ROOM)) {
    const [x] = plane.toScreen(value, 0);
    if (x < 28 || x > width - 40) continue; // the corners are the other axis's and the name's
    pen.fillRect(Math.round(x), height - LENGTH, 1, LENGTH);
    write(number, x, height - LENGTH - 2, "center", "bottom");
  }
  for (const { value, text: number } of ticks(y0, y1, height / ROOM)) {
    const [, y] = plane.toScreen(0, value);
    if (y < 28 || y > height - 24) continue;
    pen.fillRect(0, Math.round(y), LENGTH, 1);
    write(number, LENGTH + 3, y, "left", "middle");
  }
  write(across, width - 6, height - LENGTH - 2, "right", "bottom");
  write(up, 6, 6, "left", "top");
}
