/** A picture as a model takes it: the ways to fit it; the one that the model explains best is then encoded. */

import { border, inkOf, median, placed, placeInk, quantile, staysPut } from "./drawing.js";
import { inkInLight } from "./light.js";
import { resample } from "./resample.js";

/** @import { Fit, ImageShape } from "../core/types.js" */
/** @import { Placement } from "./drawing.js" */
/** @import { Plane } from "./resample.js" */

/** @typedef {{width: number, height: number, data: Uint8ClampedArray}} Pixels RGBA rows, as a canvas gives them */
/** @typedef {[Plane, Plane, Plane]} Planes red, green and blue */

const PLAIN = 24; // largest spread of grey levels along the edge of a plain ground
export const EMPTY_DRAWING = "The drawing is empty. Draw a stroke, then encode.";
export const BLANK = "The image is blank: all pixels have nearly the same level. Send an image with visible content.";

/**
 * Fit a drawing on the pad: grey levels, white ink on black.
 * @param {Uint8Array} grey
 * @param {number} side
 * @param {ImageShape} shape of the model
 * @returns {Fit[]} one; none where there is no ink
 */
export function fitDrawing(grey, side, shape) {
  const ink = inkOf({ width: side, height: side, values: Float32Array.from(grey) });
  return ink ? [inked(placeInk(ink, sizeIn(shape)), shape, "")] : [];
}

/**
 * Fit a picture file.
 *
 * A colour model takes the middle, scaled. For a grey model a picture on a plain ground is a drawing; another may be a
 * photo of one in uneven light, or a picture whose middle counts. One of exactly the model's size may be right as it
 * is, or a digit that is small and off the centre. Grey pictures with light edges are inverted: the data are bright on
 * black.
 * @param {Pixels} pixels
 * @param {ImageShape} shape of the model
 * @returns {Fit[]} the likelier first; none where the picture is blank and so fits no way
 */
export function fitImage({ width, height, data }, shape) {
  const planes = onGround({ width, height, data });
  const own = width === shape[2] && height === shape[1];
  const how = own ? "" : "centre crop";
  const middle = (/** @type {Plane} */ plane) => (own ? plane : middleOf(plane, shape));
  if (shape[0] === 3) return [{ levels: interleaved(planes.map(middle)), how }];
  const grey = greyOf(planes);
  const plain = own || spread(border(grey)) <= PLAIN;
  const ink = plain ? inkOf(grey) : inkInLight(grey);
  const placement = ink && placeInk(ink, sizeIn(shape));
  const fits = placement ? [inked(placement, shape, plain ? "centred" : "lighting evened, centred")] : [];
  if (plain && !own) return fits;
  const whole = { levels: brightOnBlack(middle(grey)), how };
  return own && placement && staysPut(placement) ? [whole, ...fits] : [...fits, whole];
}

/**
 * Red, green and blue; transparent parts are black behind bright pictures and white behind dark ones.
 * @param {Pixels} pixels
 * @returns {Planes}
 */
function onGround({ width, height, data }) {
  const plane = () => ({ width, height, values: new Float32Array(width * height) });
  /** @type {Planes} */
  const planes = [plane(), plane(), plane()];
  let [light, weight] = [0, 0];
  for (let at = 0; at < data.length; at += 4) {
    light += data[at + 3] * luma(data[at], data[at + 1], data[at + 2]);
    weight += data[at + 3];
  }
  const ground = light > 127 * weight ? 0 : 255;
  for (let at = 0, i = 0; at < data.length; at += 4, i++) {
    const alpha = data[at + 3] / 255;
    planes.forEach(({ values }, k) => (values[i] = alpha * data[at + k] + (1 - alpha) * ground));
  }
  return planes;
}

/**
 * Grey of a colour, by ITU-R 601.
 * @param {number} red
 * @param {number} green
 * @param {number} blue
 */
function luma(red, green, blue) {
  return 0.299 * red + 0.587 * green + 0.114 * blue;
}

/**
 * @param {Planes} planes
 * @returns {Plane}
 */
function greyOf([{ width, height, values: red }, { values: green }, { values: blue }]) {
  return { width, height, values: red.map((_, i) => Math.round(luma(red[i], green[i], blue[i]))) };
}

/**
 * The largest middle part of the model's proportions, in its size.
 * @param {Plane} plane
 * @param {ImageShape} shape
 */
function middleOf(plane, [, height, width]) {
  const scale = Math.min(plane.width / width, plane.height / height);
  const [wide, tall] = [scale * width, scale * height];
  const part = { left: (plane.width - wide) / 2, top: (plane.height - tall) / 2, wide, tall };
  return resample(plane, part, { width, height });
}

/** @param {Plane} grey */
function brightOnBlack(grey) {
  const light = median(border(grey)) > 127;
  return Uint8Array.from(grey.values, (level) => Math.round(light ? 255 - level : level));
}

/**
 * Ink where it is placed, as bytes of every channel.
 * @param {Placement} placement
 * @param {ImageShape} shape
 * @param {string} how
 * @returns {Fit}
 */
function inked(placement, shape, how) {
  const plane = placed(placement, sizeIn(shape));
  plane.values = plane.values.map((one) => 255 * one);
  return { levels: interleaved(Array(shape[0]).fill(plane)), how };
}

/** @param {ImageShape} shape */
function sizeIn([, height, width]) {
  return { width, height };
}

/** @param {Plane[]} planes */
function interleaved(planes) {
  const levels = new Uint8Array(planes.length * planes[0].values.length);
  planes.forEach(({ values }, k) => values.forEach((value, i) => (levels[i * planes.length + k] = Math.round(value))));
  return levels;
}

/** @param {Float32Array} levels */
function spread(levels) {
  return quantile(levels, 0.95) - quantile(levels, 0.05);
}
