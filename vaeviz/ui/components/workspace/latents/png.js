/** Pictures side by side as a PNG file, each pixel a square. */

import { paint } from "../picture/paint.js";

const GAP = 1; // between pictures, in their own pixels

/** A canvas with `n` pictures in a row, `scale` screen pixels for each of theirs, on the ground colour between. */
export function rowOf(pixels, n, shape, scale = 4) {
  const [, height, width] = shape;
  const one = document.createElement("canvas");
  const row = document.createElement("canvas");
  Object.assign(row, { width: scale * (n * width + (n - 1) * GAP), height: scale * height });
  const ink = row.getContext("2d");
  ink.imageSmoothingEnabled = false;
  const size = pixels.length / n;
  for (let i = 0; i < n; i++) {
    paint(one, pixels.subarray(i * size, (i + 1) * size), shape);
    ink.drawImage(one, scale * i * (width + GAP), 0, scale * width, scale * height);
  }
  return row;
}

/** Have the browser keep a canvas as the PNG file `name`. */
export function keepPng(canvas, name) {
  canvas.toBlob((blob) => {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(blob);
    link.download = name;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10000);
  });
}
