/** A drawing as the data set's own: scaled into a box and centred, bright ink on black. */

import { resample } from "./resample.js";

/** @import { Plane } from "./resample.js" */

const MNIST_BOX = 20 / 28; // side of the box around an MNIST digit, of the picture's side
const UCI_SIDE = 8; // UCI digits fill their picture; so do drawings for models up to this side
const INK = 0.4; // a pixel above this share of the strongest stroke counts as ink
const GROWN = 0.15; // and
const MOVED = 1; // pixels: less is no other place
const LEAST_CONTRAST = 24; // grey levels between ground and ink
const TIE = 1e-4; // pixels: two places that differ by less are as good, whatever rounding makes of them

/**
 * The share of ink at each pixel of grey levels, 1 at the strongest; null where all have nearly the same level. Ink may
 * be dark on light or light on dark.
 * @param {Plane} grey
 * @returns {Plane | null}
 */
export function inkOf({ width, height, values }) {
  const ground = median(border({ width, height, values }));
  const sign = ground > 127 ? -1 : 1;
  const strongest = values.reduce((most, level) => Math.max(most, sign * (level - ground)), 0);
  if (strongest < LEAST_CONTRAST) return null;
  return { width, height, values: values.map((level) => Math.max(0, sign * (level - ground)) / strongest) };
}

/**
 * @typedef {object} Placement where the ink of a picture goes in a model's
 * @property {{left: number, top: number, wide: number, tall: number}} part of the picture, all of the strong ink
 * @property {Plane} small that part, scaled, 1 at the strongest
 * @property {number} left
 * @property {number} top
 */

/**
 * Place ink in a box of 20/28 of the side, its centre of mass at pixel (14, 14) of 28 x 28: LeCun, Cortes, Burges, "The
 * MNIST database of handwritten digits", 1998. For models of at most 8 x 8 the box is all of the picture and the centre
 * of mass its middle, as in the UCI digits.
 * @param {Plane} ink with some pixel at 1
 * @param {{width: number, height: number}} size
 * @returns {Placement}
 */
export function placeInk(ink, { width, height }) {
  const part = inkedPart(ink);
  const scale = Math.min(boxOf(width) / part.wide, boxOf(height) / part.tall);
  const small = resample(ink, part, { width: scaled(part.wide, scale), height: scaled(part.tall, scale) });
  const strongest = small.values.reduce((most, one) => Math.max(most, one), 1e-6);
  small.values = small.values.map((one) => one / strongest);
  const { x, y } = centreOfMass(small);
  return { part, small, left: offset(x, small.width, width), top: offset(y, small.height, height) };
}

/**
 * The picture that a placement makes, shares of ink on nothing.
 * @param {Placement} placement
 * @param {{width: number, height: number}} size
 * @returns {Plane}
 */
export function placed({ small, left, top }, { width, height }) {
  const values = new Float32Array(width * height);
  for (let y = 0; y < small.height; y++)
    values.set(small.values.subarray(y * small.width, (y + 1) * small.width), (top + y) * width + left);
  return { width, height, values };
}

/**
 * Whether ink of a picture of the model's size goes about where it is, as large as it is.
 * @param {Placement} placement
 */
export function staysPut({ part, small, left, top }) {
  const grown = Math.max(small.width, small.height) / Math.max(part.wide, part.tall);
  return Math.abs(grown - 1) <= GROWN && Math.abs(left - part.left) <= MOVED && Math.abs(top - part.top) <= MOVED;
}

/**
 * The levels along the edge of a picture.
 * @param {Plane} picture
 */
export function border({ width, height, values }) {
  const [first, last] = [values.subarray(0, width), values.subarray((height - 1) * width)];
  const sides = Array.from({ length: height }, (_, y) => [values[y * width], values[(y + 1) * width - 1]]);
  return Float32Array.of(...first, ...last, ...sides.flat());
}

/**
 * The middle one of some numbers, or the mean of the middle two.
 * @param {ArrayLike<number>} numbers
 */
export function median(numbers) {
  return quantile(numbers, 0.5);
}

/**
 * The number below which a share of some numbers lies.
 * @param {ArrayLike<number>} numbers
 * @param {number} share
 */
export function quantile(numbers, share) {
  const sorted = Float32Array.from(numbers).sort();
  const at = share * (sorted.length - 1);
  const low = Math.floor(at);
  return sorted[low] + (at - low) * (sorted[Math.min(low + 1, sorted.length - 1)] - sorted[low]);
}

/**
 * The smallest part with all of the strong ink.
 * @param {Plane} ink
 */
function inkedPart({ width, height, values }) {
  let [left, right, top, bottom] = [width, 0, height, 0];
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      if (values[y * width + x] <= INK) continue;
      [left, right] = [Math.min(left, x), Math.max(right, x + 1)];
      [top, bottom] = [Math.min(top, y), Math.max(bottom, y + 1)];
    }
  }
  return { left, top, wide: right - left, tall: bottom - top };
}

/** @param {number} side */
function boxOf(side) {
  return side <= UCI_SIDE ? side : Math.max(1, Math.round(side * MNIST_BOX));
}

/**
 * @param {number} length
 * @param {number} scale
 */
function scaled(length, scale) {
  return Math.max(1, Math.round(length * scale));
}

/** @param {Plane} ink */
function centreOfMass({ width, values }) {
  let [x, y, total] = [0, 0, 0];
  values.forEach((one, i) => {
    total += one;
    x += one * (i % width);
    y += one * Math.floor(i / width);
  });
  return { x: x / total, y: y / total };
}

/**
 * Where a stretch of `length` begins to have its centre of mass in the middle of `side`; of two places the first.
 * @param {number} centre of mass of the stretch
 * @param {number} length
 * @param {number} side
 */
function offset(centre, length, side) {
  const middle = side <= UCI_SIDE ? (side - 1) / 2 : side / 2;
  return Math.max(0, Math.min(side - length, Math.round(middle - centre - TIE)));
}
