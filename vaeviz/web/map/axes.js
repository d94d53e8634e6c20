/** Ticks with numbers along the lower and left edges of maps whose axes have a meaning. */

import { fixed } from "../core/format.js";

/** @import { MapData, Theme } from "../core/types.js" */
/** @import { Plane } from "./plane.js" */

const ROOM = 64; // CSS pixels per tick, at least
const LENGTH = 5; // CSS pixels of a tick

/**
 * The two dimensions of z that a map shows unchanged, across and upwards; null where it shows something else.
 * @type {(map: Pick<MapData, "params">) => [number, number] | null}
 */
export function dimsOfAxes({ params }) {
  return params && Number.isInteger(params.x) ? [params.x, params.y] : null;
}

/** The names of a map's two axes; null where they have no meaning. @type {(map: MapData) => [string, string] | null} */
export function axesOf(map) {
  const [x, y] = dimsOfAxes(map) ?? [];
  if (x !== undefined) return [`z${x}`, `z${y}`];
  if (map.priorOf && map.dims) return [`\u03a6(z${map.dims[0]})`, `\u03a6(z${map.dims[1]})`]; // of prior mass
  return map.name === "pca" || map.basis ? ["PC 1", "PC 2"] : null;
}

/**
 * Round numbers from `low` to `high`, at most `most` steps apart: 1, 2 or 5 times a power of ten.
 * @param {number} low
 * @param {number} high
 * @param {number} most
 */
export function ticks(low, high, most) {
  const least = (high - low) / Math.max(1, most);
  const power = 10 ** Math.floor(Math.log10(least));
  const step = power * ([1, 2, 5].find((times) => times * power >= least * 0.999) ?? 10);
  const [from, to] = [Math.ceil(low / step), Math.floor(high / step)];
  const digits = Math.max(0, -Math.floor(Math.log10(step) + 1e-9));
  return Array.from({ length: to - from + 1 }, (_, i) => ({
    value: (from + i) * step,
    text: fixed((from + i) * step, digits),
  }));
}

/**
 * Draw the ticks of `plane` with their numbers, and the axes' names at their ends.
 * @type {(pen: CanvasRenderingContext2D, plane: Plane, names: [string, string], theme: Theme) => void}
 */
export function drawAxes(pen, plane, [across, up], { text, ground, font }) {
  const { width, height } = plane;
  const [x0, y0] = plane.toData(0, height);
  const [x1, y1] = plane.toData(width, 0);
  /** @type {(words: string, x: number, y: number, align: CanvasTextAlign, baseline: CanvasTextBaseline) => void} */
  const write = (words, x, y, textAlign, textBaseline) => {
    Object.assign(pen, { textAlign, textBaseline });
    pen.strokeText(words, x, y);
    pen.fillText(words, x, y);
  };
  Object.assign(pen, { font: `11px ${font}`, lineJoin: "round", lineWidth: 3, strokeStyle: ground, fillStyle: text });
  for (const { value, text: number } of ticks(x0, x1, width / ROOM)) {
    const [x] = plane.toScreen(value, 0);
    if (x < 28 || x > width - 40) continue; // the corners belong to the other axis and to the name
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
