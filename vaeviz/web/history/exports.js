/** The path as files: an animated GIF that the server writes, a row of pictures that the page draws. */

import { refusal } from "../core/refusal.js";
import { packDecode } from "../runtime/wire.js";
import { pngOf, rowOf } from "../core/image-row.js";
import { saveAs } from "../core/saving.js";
import { pathCodes } from "./path.js";

const THERE = 33; // pictures of the animation from the first pin to the last
const BACK = 31; // and back, neither end a second time
const BETWEEN = 8; // pictures of the row from pin to pin
const STRIP_SIDE = 112; // pixels: a picture of the row is at least as large
const [SHORTEST_MS, LONGEST_MS] = [20, 1000]; // a picture of the animation is shown

/** There and back over n places. */
export function thereAndBack(places) {
  return [...places, ...places.slice(1, -1).reverse()];
}

/** How long a picture is shown, in ms that a GIF can hold: whole hundredths of a second. */
export function frameMs(seconds) {
  const ms = 10 * Math.round((100 * seconds * 2) / (THERE + BACK));
  return Math.max(SHORTEST_MS, Math.min(LONGEST_MS, ms));
}

/** `many` makes pictures. */
export function createExports(store, many) {
  const rows = (places, key) => Float32Array.from(places.flatMap((place) => [...place[key]]));
  function keep(file, name) {
    saveAs(file, name);
    store.set({ say: `Saved ${name}.` });
  }
  const failed = (text) => store.set({ notice: text, say: "" });

  async function gif() {
    const { model, here, path } = store.get();
    const places = thereAndBack(pathCodes(store.get(), THERE));
    const query = new URLSearchParams({
      model: model.digest,
      token: here.token,
      ms: frameMs(path.speed),
      format: "gif",
    });
    const body = packDecode(0, rows(places, "z"), rows(places, "c"), places.length);
    try {
      const response = await fetch(`${here.endpoints.animation}?${query}`, { method: "POST", body });
      if (!response.ok) return failed(await refusal(response));
      keep(await response.blob(), `${model.name}-path.gif`);
    } catch {
      failed("The path did not reach the server. Check the connection and save it again.");
    }
  }

  async function strip() {
    const { model, pins } = store.get();
    const places = pathCodes(store.get(), BETWEEN * (pins.length - 1) + 1);
    try {
      const pixels = await many("path", rows(places, "z"), rows(places, "c"), places.length);
      if (!pixels || store.get().model !== model) return;
      const scale = Math.ceil(STRIP_SIDE / Math.max(...model.image_shape.slice(1)));
      keep(await pngOf(rowOf(pixels, places.length, model.image_shape, scale)), `${model.name}-path.png`);
    } catch (error) {
      failed(error.message);
    }
  }
  return { gif, strip };
}
