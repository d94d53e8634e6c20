/**
 * A row of images on one canvas, with a button over each: a browser composes one such row in the time it takes for one
 * image, and a hundred canvases would hold it up.
 */

import { contextOf, h } from "../core/dom.js";
import { createCell } from "./cells.js";

/** @import { ImageShape } from "../core/types.js" */
/** @typedef {ReturnType<typeof createFrames>} Frames */

const GAP = 14; // the space between two images is one part in so many of an image's width
const OPAQUE = 255 << 24;

/** How `n` images stand side by side, in their own pixels. @param {number} n @param {ImageShape} shape */
export function layoutOf(n, [, height, width]) {
  const gap = Math.round(width / GAP);
  return { width: n * width + (n - 1) * gap, height, step: width + gap, gap };
}

/**
 * Write an image into 32-bit pixels of a row `wide`, from column `at` on.
 * @param {Uint32Array} target
 * @param {number} wide
 * @param {number} at
 * @param {Uint8Array} pixels rows of HWC bytes, grey or RGB
 * @param {ImageShape} shape
 */
export function writeImage(target, wide, at, pixels, [channels, height, width]) {
  const [green, blue] = channels === 3 ? [1, 2] : [0, 0];
  for (let y = 0, from = 0; y < height; y++) {
    for (let to = y * wide + at, end = to + width; to < end; to++, from += channels) {
      target[to] = OPAQUE | (pixels[from + blue] << 16) | (pixels[from + green] << 8) | pixels[from];
    }
  }
}

/**
 * Build a row of `n`; `test` names its buttons, `named` says whether names are written under them.
 * @param {number} n
 * @param {string} test
 * @param {{ take(i: number): void, explore(i: number): void }} on
 */
export function createFrames(n, test, on, named = true) {
  const canvas = h("canvas", { className: "crisp", ariaHidden: "true", dataTestid: `${test}-images` });
  const cells = Array.from({ length: n }, (_, i) =>
    createCell(`${test}-${i}`, { take: () => on.take(i), explore: () => on.explore(i) }, named),
  );
  const node = h(
    "div",
    { className: "image-row" },
    canvas,
    h("div", { className: "over" }, ...cells.map((cell) => cell.node)),
  );
  /** @type {Uint8Array[]} */
  let shown = []; // the bytes of each image on the canvas
  /** @type {ImageData | null} */
  let image = null;
  let drawn = ""; // the shape

  function fit(/** @type {ImageShape} */ shape) {
    const { width, height, gap } = layoutOf(n, shape);
    Object.assign(canvas, { width, height });
    [shown, drawn] = [[], String(shape)];
    node.style.setProperty("--count", String(n));
    node.style.setProperty("--gap", `${(100 * gap) / width}%`);
    node.style.setProperty("--shape", `${shape[2]} / ${shape[1]}`);
    return new ImageData(width, height);
  }
  return {
    node,
    cells,
    nodes: cells.map((cell) => cell.node),

    /** Paint the images that are there; null keeps what was there. */
    paint(/** @type {(Uint8Array | null | undefined)[]} */ images, /** @type {ImageShape} */ shape) {
      if (!image || drawn !== String(shape)) image = fit(shape);
      const { width, step } = layoutOf(n, shape);
      const target = new Uint32Array(image.data.buffer);
      let changed = false;
      images.forEach((pixels, i) => {
        if (!pixels || shown[i] === pixels) return;
        writeImage(target, width, i * step, pixels, shape);
        shown[i] = pixels;
        changed = true;
      });
      if (changed) contextOf(canvas).putImageData(image, 0, 0);
    },
  };
}

/** The images of a batch of n. @param {Uint8Array} pixels @param {number} n */
export function imagesOf(pixels, n) {
  const size = pixels.length / n;
  return Array.from({ length: n }, (_, i) => pixels.subarray(i * size, (i + 1) * size));
}
