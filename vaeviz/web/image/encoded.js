/** A picture that was encoded here takes over z. */

import { encodedAsText } from "../core/format.js";
import { priorAt } from "../latents/gaussian.js";
import { heldText, placed } from "../latents/place.js";

/**
 * The answer to a drawing ("draw") or a file ("upload") that was encoded under `told`, a condition; `name` is what to
 * call it.
 */
export function createEncoded(store) {
  return {
    loadEncoded(reply, kind, told, name = kind === "draw" ? "your drawing" : "your picture") {
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
