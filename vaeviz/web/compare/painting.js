/** Pictures onto canvases, the newest wins; what did not come is asked for again once the line is back. */

import { sameNumbers } from "../latents/place.js";
import { paint } from "../core/paint.js";

/**
 * Make what paints pictures of `side`, {store, many}. `show(canvases, {z, c, n})` paints n codes on as many canvases, once;
 * `tell(text)` hears what is wrong, "" where nothing is.
 */
export function createPainting({ store, many }, slot, tell) {
  let newest = null; // what was last asked for
  let failed = false;

  async function ask(mine) {
    failed = false;
    const { canvases, codes, model } = mine;
    try {
      const pixels = await many(slot, codes.z, codes.c, codes.n);
      if (!pixels || mine !== newest || store.get().model !== model) return;
      const size = pixels.length / codes.n;
      canvases.forEach((canvas, i) => paint(canvas, pixels.subarray(i * size, (i + 1) * size), model.image_shape));
      tell("");
    } catch (error) {
      if (mine !== newest) return;
      failed = true;
      tell(
        `No pictures: ${error.message} They are asked for again once the line to this model\u2019s decoder opens anew.`,
      );
    }
  }
  store.watch(
    ["link"],
    ({ link }) => failed && link.state === "open" && newest.model === store.get().model && ask(newest),
  );
  return {
    show(canvases, codes) {
      const { model } = store.get();
      const known =
        newest?.model === model &&
        newest.canvases === canvases &&
        sameNumbers(newest.codes.z, codes.z) &&
        sameNumbers(newest.codes.c, codes.c);
      if (known) return; // they are there, on their way, or asked for again once they can come
      newest = { canvases, codes, model };
      ask(newest);
    },
  };
}
