/** The path as files: an animated GIF that the server writes, a row of images that the page draws. */

/** @import { Many, PageStore } from "../core/types.js" */
/** @import { Point } from "./path.js" */

import { refusal } from "../core/refusal.js";
import { packDecode } from "../runtime/wire.js";
import { pngOf, rowOf } from "../core/image-row.js";
import { saveAs } from "../core/saving.js";
import { pathCodes } from "./path.js";

const THERE = 33; // frames of the animation from the first pin to the last
const BACK = 31; // and back, neither end a second time
const BETWEEN = 8; // images of the row from pin to pin
const STRIP_SIDE = 112; // pixels: an image of the row is at least as large
const [SHORTEST_MS, LONGEST_MS] = [20, 1000]; // that a frame of the animation is shown

/**
 * There and back over n items.
 * @template T
 * @param {T[]} items
 */
export function thereAndBack(items) {
  return [...items, ...items.slice(1, -1).reverse()];
}

/**
 * How long a frame is shown, in ms that a GIF can hold: whole hundredths of a second.
 * @param {number} seconds for the whole path, one way
 */
export function frameMs(seconds) {
  const ms = 10 * Math.round((100 * seconds * 2) / (THERE + BACK));
  return Math.max(SHORTEST_MS, Math.min(LONGEST_MS, ms));
}

/** @param {Point[]} points @param {"z" | "c"} key */
function rows(points, key) {
  return Float32Array.from(points.flatMap((point) => [...point[key]]));
}

/** @param {PageStore} store @param {Many} many */
export function createExports(store, many) {
  /** @param {Blob} file @param {string} name */
  function keep(file, name) {
    saveAs(file, name);
    store.set({ say: `Saved ${name}.` });
  }
  /** @param {string} text */
  const failed = (text) => store.set({ notice: text, say: "" });

  async function gif() {
    const { model, here, path, pins, codes } = store.get();
    if (!path) return;
    const points = thereAndBack(pathCodes({ pins, path, codes }, THERE));
    const query = new URLSearchParams({
      model: model.digest,
      token: here.token,
      ms: String(frameMs(path.speed)),
      format: "gif",
    });
    const body = packDecode(0, rows(points, "z"), rows(points, "c"), points.length);
    try {
      const response = await fetch(`${here.endpoints.animation}?${query}`, { method: "POST", body });
      if (!response.ok) return failed(await refusal(response));
      keep(await response.blob(), `${model.name}-path.gif`);
    } catch {
      failed("The path did not reach the server. Check the connection and save it again.");
    }
  }

  async function strip() {
    const { model, path, pins, codes } = store.get();
    if (!path) return;
    const points = pathCodes({ pins, path, codes }, BETWEEN * (pins.length - 1) + 1);
    try {
      const pixels = await many("path", rows(points, "z"), rows(points, "c"), points.length);
      if (!pixels || store.get().model !== model) return;
      const [, height, width] = model.image_shape;
      const scale = Math.ceil(STRIP_SIDE / Math.max(height, width));
      keep(await pngOf(rowOf(pixels, points.length, model.image_shape, scale)), `${model.name}-path.png`);
    } catch (error) {
      failed(/** @type {Error} */ (error).message);
    }
  }
  return { gif, strip };
}
