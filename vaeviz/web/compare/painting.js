/** Images onto canvases: only the newest are painted; failed ones are requested again once the connection is back. */

import { paint } from "../core/paint.js";
import { sameNumbers } from "../latents/place.js";

/**
 * @import { Many, Model, PageStore } from "../core/types.js"
 * @import { Batch } from "./draws.js"
 * @typedef {{ canvases: HTMLCanvasElement[], codes: Batch, model: Model }} Request
 */

/**
 * Make what paints images of `side`. `show(canvases, codes)` paints n codes on as many canvases, once; `report` gets
 * what is wrong, "" where nothing is.
 * @param {{ store: PageStore, many: Many }} side
 * @param {string} slot
 * @param {(text: string) => void} report
 */
export function createPainting({ store, many }, slot, report) {
  /** @type {Request | null} */
  let newest = null;
  let failed = false;

  async function send(/** @type {Request} */ request) {
    failed = false;
    const { canvases, codes, model } = request;
    try {
      const pixels = await many(slot, codes.z, codes.c, codes.n);
      if (!pixels || request !== newest || store.get().model !== model) return;
      const size = pixels.length / codes.n;
      canvases.forEach((canvas, i) => paint(canvas, pixels.subarray(i * size, (i + 1) * size), model.image_shape));
      report("");
    } catch (error) {
      if (request !== newest) return;
      failed = true;
      const reason = /** @type {Error} */ (error).message;
      report(`No images: ${reason} They are requested again once this model\u2019s decoder is connected.`);
    }
  }
  store.watch(["link"], ({ link, model }) => {
    if (failed && newest && link.state === "open" && newest.model === model) send(newest);
  });
  return {
    show(/** @type {HTMLCanvasElement[]} */ canvases, /** @type {Batch} */ codes) {
      const { model } = store.get();
      const known =
        newest?.model === model &&
        newest.canvases === canvases &&
        sameNumbers(newest.codes.z, codes.z) &&
        sameNumbers(newest.codes.c, codes.c);
      if (known) return; // painted, on their way, or requested again once they can come
      newest = { canvases, codes, model };
      send(newest);
    },
  };
}
