/** An image that was encoded here sets z. */

/** @import { PageStore } from "../core/types.js" */

import { encodedAsText } from "../core/format.js";
import { priorAt } from "../latents/gaussian.js";
import { heldText, placed } from "../latents/place.js";

/** @param {PageStore} store */
export function createEncoded(store) {
  return {
    /**
     * Take the code of an image.
     * @param {{mu: Float32Array, logvar: Float32Array, rate: Float32Array, distortion: number, input: Uint8Array,
     *   reconstruction: Uint8Array}} reply
     * @param {"draw" | "upload"} kind a drawing or a file
     * @param {Float32Array} told the condition that it was encoded under
     * @param {string} name what to call it
     */
    loadEncoded(reply, kind, told, name = kind === "draw" ? "your drawing" : "your image") {
      const { mu, logvar, rate, distortion, input, reconstruction } = reply;
      const { model } = store.get();
      const as = encodedAsText(told, model.condition);
      store.set({
        z: placed(store.get(), mu),
        posterior: { mu, logvar, prior: priorAt(model, told), rate },
        images: { input, reconstruction, distortion, encodedAs: as.trim() },
        source: { kind, text: `${name}${as}${heldText(store.get(), mu)}` },
      });
    },
  };
}
