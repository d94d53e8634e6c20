/** Uneven light taken out of a photo of ink on paper. */

import { border, median, quantile } from "./drawing.js";
import { resized } from "./resample.js";

/** @import { Plane } from "./resample.js" */

const MOST = 256; // side at which it is done: the average takes the noise away
const TILES = 8; // along either side; in each the ground is its brightest tenth
const GROUND = 0.9;
const FAINT = 0.2; // of the strongest ink: paper, and shadows' edges
const LEAST = 0.12; // of the ground's light that the strongest ink must take away

/**
 * The share of ink at each pixel of a photo, 1 at the strongest; null where there is none.
 * @param {Plane} photo of grey levels
 * @returns {Plane | null}
 */
export function inkInLight(photo) {
  const scale = Math.min(1, MOST / Math.max(photo.width, photo.height));
  const size = {
    width: Math.max(1, Math.round(photo.width * scale)),
    height: Math.max(1, Math.round(photo.height * scale)),
  };
  const grey = resized(photo, size);
  const dark = median(border(grey)) <= 127;
  const levels = dark ? grey.values.map((level) => 255 - level) : grey.values;
  const ground = groundOf({ ...size, values: levels });
  const ink = levels.map((level, i) => Math.max(0, 1 - level / Math.max(1, ground[i])));
  const strongest = ink.reduce((most, one) => Math.max(most, one), 0);
  if (strongest < LEAST) return null;
  return { ...size, values: ink.map((one) => Math.max(0, (one / strongest - FAINT) / (1 - FAINT))) };
}

/**
 * The level of bare paper at each pixel: that of the tiles around it.
 * @param {Plane} grey
 */
function groundOf({ width, height, values }) {
  const [across, down] = [Math.min(TILES, width), Math.min(TILES, height)];
  const edge = (/** @type {number} */ i, /** @type {number} */ n, /** @type {number} */ side) =>
    Math.round((i * side) / n);
  const tiles = new Float32Array(across * down);
  for (let row = 0; row < down; row++) {
    for (let column = 0; column < across; column++) {
      const levels = [];
      for (let y = edge(row, down, height); y < edge(row + 1, down, height); y++)
        levels.push(
          ...values.subarray(y * width + edge(column, across, width), y * width + edge(column + 1, across, width)),
        );
      tiles[row * across + column] = quantile(levels, GROUND);
    }
  }
  return resized({ width: across, height: down, values: tiles }, { width, height }).values;
}
