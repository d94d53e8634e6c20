/** Image files as pixels, opened by the browser under limits of our own. */

import { FORMATS, sizeOf } from "./formats.js";

/** @import { Pixels } from "./fit.js" */

const MAX_BYTES = 20 * 2 ** 20;
const MAX_PIXELS = 24_000_000;
const ENOUGH = 1024; // longer side of what is looked at
const PATIENCE_MS = 8000;

/** A file that is not opened; its message says why, and what to do. */
export class FileError extends Error {}

/**
 * The pixels of an image file, upright, of an animation the first; larger ones are scaled down.
 * @param {File} file
 * @returns {Promise<Pixels>}
 * @throws {FileError} if it is too large, in bytes or in pixels, is of another format or damaged, or takes too long
 */
export async function openImage(file, env = browser) {
  if (file.size > MAX_BYTES) {
    const found = `"${file.name}" has ${(file.size / 2 ** 20).toFixed(1)} MB`;
    throw new FileError(`${found}; at most ${MAX_BYTES / 2 ** 20} MB are read. Scale it down.`);
  }
  const size = sizeOf(await file.arrayBuffer());
  if (!size) throw unreadable(file);
  if (size.width * size.height > MAX_PIXELS) {
    const found = `"${file.name}" is ${size.width} x ${size.height}`;
    throw new FileError(`${found}; at most ${MAX_PIXELS / 1e6} million pixels are read. Scale it down.`);
  }
  const bitmap = await inTime(env.decode(file), file, env);
  const found = env.read(bitmap, ENOUGH);
  bitmap.close();
  return found;
}

/** @param {File} file */
function unreadable(file) {
  return new FileError(
    `"${file.name}" cannot be read as an image: it is truncated, damaged or of another format. Send a ${FORMATS} file.`,
  );
}

/**
 * What `decoding` gives, unless it fails or takes too long.
 * @param {Promise<ImageBitmap>} decoding
 * @param {File} file
 * @param {typeof browser} env
 * @returns {Promise<ImageBitmap>}
 */
function inTime(decoding, file, env) {
  const late = `"${file.name}" took longer than ${PATIENCE_MS / 1000} s to open. Scale it down, or save it as PNG.`;
  return new Promise((done, failed) => {
    const timer = env.setTimeout(() => failed(new FileError(late)), PATIENCE_MS);
    decoding.then(done, () => failed(unreadable(file))).finally(() => env.clearTimeout(timer));
  });
}

const browser = {
  // Levels as they are in the file: no colour profile is applied.
  decode: (/** @type {File} */ file) => createImageBitmap(file, { colorSpaceConversion: "none" }),
  setTimeout: (/** @type {() => void} */ call, /** @type {number} */ ms) => setTimeout(call, ms),
  clearTimeout: (/** @type {number} */ id) => clearTimeout(id),

  /**
   * Its pixels, halved again and again until the longer side is at most `most`: one large step would skip pixels.
   * @param {ImageBitmap} bitmap
   * @param {number} most
   */
  read(bitmap, most) {
    /** @type {ImageBitmap | HTMLCanvasElement} */
    let from = bitmap;
    let { width, height } = bitmap;
    for (;;) {
      const scale = Math.min(1, Math.max(0.5, most / Math.max(width, height)));
      [width, height] = [Math.max(1, Math.round(scale * width)), Math.max(1, Math.round(scale * height))];
      const canvas = Object.assign(document.createElement("canvas"), { width, height });
      const pen = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d", { willReadFrequently: true }));
      pen.imageSmoothingQuality = "high";
      pen.drawImage(from, 0, 0, width, height);
      if (Math.max(width, height) <= most) return pen.getImageData(0, 0, width, height);
      from = canvas;
    }
  },
};
