/**
 * A row of pictures on one canvas, with a button over each: a browser composes one such row in the time it takes for one
 * picture, and a hundred canvases hold it up.
 */

import { h } from "../core/dom.js";
import { createCell } from "./cells.js";

const GAP = 14; // of a picture's width: the space between two is one of so many parts
const OPAQUE = 255 << 24;

/** How `n` pictures of a shape stand side by side, in their own pixels: {width, height, step, gap}. */
export function layoutOf(n, [, height, width]) {
  const gap = Math.round(width / GAP);
  return { width: n * width + (n - 1) * gap, height, step: width + gap, gap };
}

/** Write a picture, rows of HWC bytes, grey or RGB, into 32-bit pixels of a row `wide`, from column `at` on. */
export function writePicture(target, wide, at, pixels, [channels, height, width]) {
  const [green, blue] = channels === 3 ? [1, 2] : [0, 0];
  for (let y = 0, from = 0; y < height; y++) {
    for (let to = y * wide + at, end = to + width; to < end; to++, from += channels) {
      target[to] = OPAQUE | (pixels[from + blue] << 16) | (pixels[from + green] << 8) | pixels[from];
    }
  }
}

/** Build a row of `n`; `on` is {take(i), explore(i)}, `test` names its buttons, `named` whether names stand under them. */
export function createReel(n, test, on, named = true) {
  const canvas = h("canvas", { className: "crisp", ariaHidden: "true", dataTestid: `${test}-pictures` });
  const cells = Array.from({ length: n }, (_, i) =>
    createCell(`${test}-${i}`, { take: () => on.take(i), explore: () => on.explore(i) }, named),
  );
  const node = h(
    "div",
    { className: "reel" },
    canvas,
    h("div", { className: "over" }, ...cells.map((cell) => cell.node)),
  );
  let shown = []; // the bytes of each picture on the canvas
  let image = null;
  let drawn = null; // the shape

  function fit(shape) {
    const { width, height, gap } = layoutOf(n, shape);
    Object.assign(canvas, { width, height });
    image = new ImageData(width, height);
    [shown, drawn] = [[], String(shape)];
    node.style.setProperty("--count", n);
    node.style.setProperty("--gap", `${(100 * gap) / width}%`);
    node.style.setProperty("--shape", `${shape[2]} / ${shape[1]}`);
  }
  return {
    node,
    cells,
    nodes: cells.map((cell) => cell.node),

    /** Paint the pictures that are there, one of `parts` each; null leaves what was there. */
    paint(parts, shape) {
      if (drawn !== String(shape)) fit(shape);
      const { width, step } = layoutOf(n, shape);
      const target = new Uint32Array(image.data.buffer);
      let news = false;
      parts.forEach((pixels, i) => {
        if (!pixels || shown[i] === pixels) return;
        writePicture(target, width, i * step, pixels, shape);
        shown[i] = pixels;
        news = true;
      });
      if (news) canvas.getContext("2d").putImageData(image, 0, 0);
    },
  };
}

/** The pictures of a batch of n, one after the other. */
export function partsOf(pixels, n) {
  const size = pixels.length / n;
  return Array.from({ length: n }, (_, i) => pixels.subarray(i * size, (i + 1) * size));
}
