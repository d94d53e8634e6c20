/** The loops of a decoder beside its products: plain JavaScript, for they take a small part of the time. */

import { SIDE } from "./plan.js";

/** h sigmoid(h), in place. */
export function silu(memory, at, count) {
  for (const end = at + count; at < end; at++) {
    const h = memory[at];
    memory[at] = h / (1 + Math.exp(-h));
  }
}

/** Bring what is added to a product's columns up to date with the condition c. */
export function tell({ shift, bias, told }, c) {
  if (!told) return;
  shift.set(bias);
  for (let i = 0; i < c.length; i++) {
    if (c[i] === 0) continue;
    for (let j = 0; j < shift.length; j++) shift[j] += c[i] * told[i * shift.length + j];
  }
}

/** Add to each number of a row. */
export function add(memory, at, shift) {
  for (let j = 0; j < shift.length; j++) memory[at + j] += shift[j];
}

/**
 * Add up the 4 x 4 taps of every pixel to a picture of twice the size: tap (i, j) of pixel (y, x) belongs to
 * (2y + i - 1, 2x + j - 1). The four taps of a row lie side by side in both, but for those beyond the rim.
 */
export function addTaps(memory, taps, to, { height, width, out, shift }) {
  const wide = 2 * width * out; // numbers of a row of the result
  for (let at = to, end = to + 2 * height * wide; at < end; at += out) memory.set(shift, at);
  for (let y = 0; y < height; y++) {
    for (let i = 0; i < SIDE; i++) {
      const row = 2 * y + i - 1;
      if (row < 0 || row >= 2 * height) continue;
      for (let x = 0; x < width; x++) {
        const first = x === 0 ? out : 0;
        const last = (x === width - 1 ? SIDE - 1 : SIDE) * out;
        const from = taps + ((y * width + x) * SIDE + i) * SIDE * out;
        const target = to + row * wide + (2 * x - 1) * out;
        for (let j = first; j < last; j++) memory[target + j] += memory[from + j];
      }
    }
  }
}

/** The pixel means as bytes. A clamped array rounds as the server does, half to even. */
export function toBytes(memory, at, pixels, link) {
  if (link === "identity") for (let i = 0; i < pixels.length; i++) pixels[i] = 255 * memory[at + i];
  else for (let i = 0; i < pixels.length; i++) pixels[i] = 255 / (1 + Math.exp(-memory[at + i]));
}
