/** An image that was encoded here sets z. */

/** @import { Encoding, Fit, PageStore } from "../core/types.js" */

import { encodedAsText } from "../core/format.js";
import { priorAt, rate } from "../latents/gaussian.js";
import { heldText, placed } from "../latents/place.js";

/** @param {PageStore} store */
export function createEncoded(store) {
  return {
    /**
     * Take the code of an image.
     * @param {Encoding & {fit: Fit}} reply
     * @param {"draw" | "upload"} kind a drawing or a file
     * @param {Float32Array} told the condition that it was encoded under
     * @param {string} name what to call it
     */
    loadEncoded(reply, kind, told, name = kind === "draw" ? "your drawing" : "your image") {
      const { mu, logvar, distortion, reconstruction, fit } = reply;
      const { model } = store.get();
      const as = encodedAsText(told, model.condition);
      const prior = priorAt(model, told);
      store.set({
        z: placed(store.get(), mu),
        posterior: { mu, logvar, prior, rate: rate(mu, logvar, prior) },
        images: { input: fit.levels, reconstruction, distortion, how: fit.how, encodedAs: as.trim() },
        source: { kind, text: `${name}${as}${heldText(store.get(), mu)}` },
      });
    },
  };
}
