/** What is done to a program's numbers beside the loops of its kernel. */

import { SIDE } from "./plan.js";

/** @import { Convolve, Laid } from "./plan.js" */

/**
 * Bring what is added to a product's columns up to date with the condition c.
 * @param {Laid} product
 * @param {Float32Array} c
 */
export function tell({ shift, bias, told }, c) {
  if (!told) return;
  shift.set(bias);
  for (let i = 0; i < c.length; i++) {
    if (c[i] === 0) continue;
    for (let j = 0; j < shift.length; j++) shift[j] += c[i] * told[i * shift.length + j];
  }
}

/** Add to each number of a row. @param {Float32Array} memory @param {number} at @param {Float32Array} shift */
export function add(memory, at, shift) {
  for (let j = 0; j < shift.length; j++) memory[at + j] += shift[j];
}

/**
 * Add to each number of `rows` rows that lie `stride` apart, and put the sums without gaps at `to`.
 * @param {Float32Array} memory
 * @param {number} from
 * @param {number} to
 * @param {number} rows
 * @param {number} stride
 * @param {Float32Array} shift
 */
export function addRows(memory, from, to, rows, stride, shift) {
  for (let row = 0; row < rows; row++, from += stride)
    for (let j = 0; j < shift.length; j++) memory[to++] = memory[from + j] + shift[j];
}

/**
 * Put the 4 x 4 windows of a convolution of stride 2 one after the other at `to`: number (i, j) of pixel (y, x) of the
 * result is pixel (2y + i - 1, 2x + j - 1) of the picture at `from`, and 0 beyond its rim.
 * @param {Float32Array} memory
 * @param {number} from
 * @param {number} to
 * @param {Convolve} picture
 */
export function gather(memory, from, to, { channels, height, width }) {
  const line = SIDE * channels; // of a window
  for (let y = -1; y < height - 1; y += 2) {
    for (let x = -1; x < width - 1; x += 2) {
      const [left, right] = [Math.max(0, x), Math.min(width, x + SIDE)];
      for (let row = y; row < y + SIDE; row++, to += line) {
        const inside = row >= 0 && row < height;
        if (!inside || right - left < SIDE) memory.fill(0, to, to + line);
        if (!inside) continue;
        const start = from + (row * width + left) * channels;
        memory.copyWithin(to + (left - x) * channels, start, start + (right - left) * channels);
      }
    }
  }
}

/**
 * Fill `size` numbers with `shift`, again and again: each round copies all that is there.
 * @param {Float32Array} memory
 * @param {number} at
 * @param {number} size
 * @param {Float32Array} shift
 */
export function fill(memory, at, size, shift) {
  memory.set(shift, at);
  for (let done = shift.length; done < size; done *= 2)
    memory.copyWithin(at + done, at, at + Math.min(done, size - done));
}

/**
 * The pixel means as bytes. A clamped array rounds half to even, and 255 times a number is a double: as `to_uint8` of
 * vaeviz/data/imaging.py.
 * @param {Float32Array} memory
 * @param {number} at
 * @param {Uint8ClampedArray} pixels
 */
export function toBytes(memory, at, pixels) {
  for (let i = 0; i < pixels.length; i++) pixels[i] = 255 * memory[at + i];
}
