/** Bytes of images onto canvases. */

/** @import { ImageShape } from "./types.js" */

import { contextOf } from "./dom.js";

const [MORE, LESS] = [
  [1, 0.62, 0.15],
  [0.34, 0.71, 0.91],
]; // orange and blue, as RGB shares

/**
 * Spread rows of HWC bytes, grey or RGB, into an ImageData.
 * @param {Uint8Array} pixels
 * @param {ImageShape} shape
 */
function toImageData(pixels, [channels, height, width]) {
  const data = new Uint8ClampedArray(4 * height * width);
  for (let i = 0, from = 0, to = 0; i < height * width; i++, from += channels, to += 4) {
    data[to] = pixels[from];
    data[to + 1] = pixels[from + (channels === 3 ? 1 : 0)];
    data[to + 2] = pixels[from + (channels === 3 ? 2 : 0)];
    data[to + 3] = 255;
  }
  return new ImageData(data, width, height);
}

/**
 * Paint HWC bytes on a canvas, resizing it to the image where needed.
 * @param {HTMLCanvasElement} canvas
 * @param {Uint8Array} pixels
 * @param {ImageShape} shape
 */
export function paint(canvas, pixels, shape) {
  const [, height, width] = shape;
  if (canvas.width !== width || canvas.height !== height) Object.assign(canvas, { width, height });
  contextOf(canvas).putImageData(toImageData(pixels, shape), 0, 0);
}

/**
 * one - other per pixel, on black: orange where the first has more, blue where the second has; HWC bytes, RGB.
 * @param {Uint8Array} one HWC bytes
 * @param {Uint8Array} other
 * @param {number} channels of both
 */
export function difference(one, other, channels) {
  const out = new Uint8Array((3 * one.length) / channels);
  for (let i = 0, to = 0; i < one.length; i += channels, to += 3) {
    let gap = 0;
    for (let k = 0; k < channels; k++) gap += (one[i + k] - other[i + k]) / channels;
    const shade = gap > 0 ? MORE : LESS;
    for (let part = 0; part < 3; part++) out[to + part] = Math.round(shade[part] * Math.abs(gap));
  }
  return out;
}
