/** Pictures side by side on one canvas, each pixel a square. */

import { h } from "./dom.js";
import { paint } from "./paint.js";

/** A canvas with `n` pictures in a row, `scale` screen pixels for each of theirs, `gap` of theirs between; between is nothing. */
export function rowOf(pixels, n, shape, scale, gap = 0) {
  const [, height, width] = shape;
  const one = h("canvas");
  const row = h("canvas", { width: scale * (n * width + (n - 1) * gap), height: scale * height });
  const pen = row.getContext("2d");
  const size = pixels.length / n;
  pen.imageSmoothingEnabled = false;
  for (let i = 0; i < n; i++) {
    paint(one, pixels.subarray(i * size, (i + 1) * size), shape);
    pen.drawImage(one, scale * i * (width + gap), 0, scale * width, scale * height);
  }
  return row;
}

/** A canvas as a PNG file. */
export function pngOf(canvas) {
  return new Promise((take) => canvas.toBlob(take, "image/png"));
}
