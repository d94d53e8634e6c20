/** Images side by side on one canvas, each pixel a square. */

/** @import { ImageShape } from "./types.js" */

import { contextOf, h } from "./dom.js";
import { paint } from "./paint.js";

/**
 * A canvas with `n` images in a row, `scale` screen pixels for each of theirs, `gap` of theirs between, left clear.
 * @param {Uint8Array} pixels n images of HWC bytes
 * @param {number} n
 * @param {ImageShape} shape
 * @param {number} scale
 */
export function rowOf(pixels, n, shape, scale, gap = 0) {
  const [, height, width] = shape;
  const one = h("canvas");
  const row = h("canvas", { width: scale * (n * width + (n - 1) * gap), height: scale * height });
  const pen = contextOf(row);
  const size = pixels.length / n;
  pen.imageSmoothingEnabled = false;
  for (let i = 0; i < n; i++) {
    paint(one, pixels.subarray(i * size, (i + 1) * size), shape);
    pen.drawImage(one, scale * i * (width + gap), 0, scale * width, scale * height);
  }
  return row;
}

/**
 * A canvas as a PNG file; an Error where the browser makes none.
 * @param {HTMLCanvasElement} canvas
 * @returns {Promise<Blob>}
 */
export function pngOf(canvas) {
  const problem = new Error(`The browser made no PNG of ${canvas.width} \u00d7 ${canvas.height} pixels.`);
  return new Promise((take, fail) => canvas.toBlob((file) => (file ? take(file) : fail(problem)), "image/png"));
}
