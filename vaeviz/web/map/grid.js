/**
 * Numbers as a URL holds them: whole steps of a grid, two bytes each, base64url. A lasso is put on its grid when it is
 * drawn, so that a link and a file hold exactly the same corners and so the same members.
 */

import { boxOf } from "./box.js";

/** @import { Point } from "./plane.js" */

export const MAX_CORNERS = 64; // of a polygon
const FULL = 32767; // int16
const REACH = 4; // how far a polygon may reach from the middle of its map, in halves of the map's box
const FEW = 1024; // corners of a stroke that are considered

/** Write `values` in whole steps of 1 / `steps`. @type {(values: ArrayLike<number>, steps: number) => string} */
export function pack(values, steps) {
  return packSteps(Array.from(values, (value) => Math.round(value * steps)));
}

/** Write whole numbers, at most 32767 away from 0. @param {readonly number[]} whole */
export function packSteps(whole) {
  const view = new DataView(new ArrayBuffer(2 * whole.length));
  whole.forEach((step, i) => view.setInt16(2 * i, step, true));
  return base64url(view.buffer);
}

/** Read whole numbers; null where the text is damaged. @type {(text: string) => number[] | null} */
export function unpackSteps(text) {
  if (!/^[\w-]*$/.test(text) || text.length % 4 === 1) return null;
  const bytes = Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (letter) => letter.charCodeAt(0));
  if (bytes.length % 2 || base64url(bytes.buffer) !== text) return null;
  const view = new DataView(bytes.buffer);
  return Array.from({ length: bytes.length / 2 }, (_, i) => view.getInt16(2 * i, true));
}

/**
 * Read values in whole steps of 1 / `steps`; null where the text is damaged.
 * @type {(text: string, steps: number) => number[] | null}
 */
export function unpack(text, steps) {
  return unpackSteps(text)?.map((step) => step / steps) ?? null;
}

/** Bytes as a URL holds them. @param {ArrayBuffer} buffer */
export function base64url(buffer) {
  return btoa(String.fromCharCode(...new Uint8Array(buffer)))
    .replace(/\+/g, "-")
    .replace(/\//g, "_")
    .replace(/=+$/, "");
}

/**
 * A polygon (x, y pairs in map units) in whole steps of the grid over its map's points.
 * @type {(polygon: readonly number[], points: Float32Array) => number[]}
 */
export function stepsOf(polygon, points) {
  const { middle, half } = halvesOf(points);
  return Array.from(polygon, (value, i) => {
    const step = Math.round(((value - middle[i % 2]) / (REACH * half[i % 2])) * FULL);
    return Math.max(-FULL, Math.min(FULL, step));
  });
}

/**
 * The polygon, in map units, that `stepsOf` wrote.
 * @type {(steps: readonly number[], points: Float32Array) => number[]}
 */
export function polygonOf(steps, points) {
  const { middle, half } = halvesOf(points);
  return Array.from(steps, (step, i) => middle[i % 2] + (step / FULL) * (REACH * half[i % 2]));
}

/**
 * `polygon` with at most 64 corners, all on the grid; null where no area is left. Snapped twice it is the same.
 * @type {(polygon: readonly number[], points: Float32Array) => number[] | null}
 */
export function snapPolygon(polygon, points) {
  const steps = tidied(stepsOf(fewer(polygon), points));
  return steps.length < 6 ? null : polygonOf(steps, points);
}

/** The middle of a map's box, and half its sides. @param {Float32Array} points */
function halvesOf(points) {
  const [x0, x1, y0, y1] = boxOf(points);
  return { middle: [(x0 + x1) / 2, (y0 + y1) / 2], half: [(x1 - x0) / 2 || 1, (y1 - y0) / 2 || 1] };
}

/**
 * Leave out corners, those first that change the area least (Visvalingam and Whyatt 1993).
 * @param {readonly number[]} polygon
 */
function fewer(polygon) {
  const every = Math.ceil(polygon.length / 2 / FEW);
  /** @type {Point[]} */
  const corners = [];
  for (let i = 0; i + 1 < polygon.length; i += 2 * every) corners.push([polygon[i], polygon[i + 1]]);
  while (corners.length > MAX_CORNERS) {
    const n = corners.length;
    const areas = corners.map((corner, i) => area(corners[(i + n - 1) % n], corner, corners[(i + 1) % n]));
    corners.splice(areas.indexOf(Math.min(...areas)), 1);
  }
  return corners.flat();
}

/** @type {(a: Point, b: Point, c: Point) => number} */
function area([ax, ay], [bx, by], [cx, cy]) {
  return Math.abs((bx - ax) * (cy - ay) - (cx - ax) * (by - ay));
}

/** Without corners that are where the one before them is. @param {readonly number[]} steps */
function tidied(steps) {
  /** @type {number[]} */
  const out = [];
  for (let i = 0; i < steps.length; i += 2) {
    if (steps[i] !== out.at(-2) || steps[i + 1] !== out.at(-1)) out.push(steps[i], steps[i + 1]);
  }
  while (out.length > 2 && out[0] === out.at(-2) && out[1] === out.at(-1)) out.splice(-2);
  return out;
}
