/** A pinned image beside the current one, and their difference. */

/** @import { Many, PageStore, Pin, State } from "../core/types.js" */

import { button, h, setText } from "../core/dom.js";
import { createImageFrame } from "./frame.js";
import { difference, paint } from "../core/paint.js";

/**
 * The pin that is shown beside the image; null where there is none, or none that fits the model.
 * @param {Pick<State, "pins" | "compared" | "model">} state
 */
export function comparedPin({ pins, compared, model }) {
  return pins.find(({ name, z }) => name === compared && z.length === model?.latent_dim) ?? null;
}

/**
 * Build the frames and the line under them; `follow(pixels)` is to be called with every image that is painted.
 * @param {PageStore} store
 * @param {Many} many decodes the pin, once
 */
export function createCompared(store, many) {
  const pinned = createImageFrame("compared-pinned", "Pinned image");
  const gap = createImageFrame("compared-difference", "Difference of the current image and the pinned one");
  const words = h("p", { className: "aside" });
  const close = button("\u00d7", "compared-close", "Remove the pinned image", () => store.set({ compared: null }), {
    className: "close",
    ariaLabel: "Close the comparison",
  });
  const line = h("div", { className: "under" }, words);
  pinned.node.append(close);
  /** @type {Uint8Array | null} pixels of the current image */
  let current = null;
  /** @type {Uint8Array | null} pixels of the pin */
  let kept = null;
  /** @type {Pin | null} the pin that they are of */
  let shown = null;
  let failed = false; // its image did not come

  store.watch(["compared", "pins", "model"], (state) => {
    const pin = comparedPin(state);
    pinned.node.hidden = gap.node.hidden = line.hidden = !pin;
    const other = pin !== shown;
    shown = pin;
    if (pin && other) load(pin);
  });
  store.watch(["link"], ({ link }) => {
    if (shown && failed && link.state === "open") load(shown);
  });
  /** @param {Pin} pin */
  async function load(pin) {
    kept = null;
    failed = false;
    pinned.sign(pin.name);
    gap.sign(`now \u2212 ${pin.name}`);
    setText(words, `${pin.name} is pinned. Orange: brighter in the current image; blue: brighter in ${pin.name}.`);
    try {
      const pixels = await many("compared", pin.z, pin.c, 1);
      if (!pixels || shown !== pin) return;
      kept = pixels;
      paint(pinned.canvas, kept, store.get().model.image_shape);
      draw();
    } catch {
      if (shown !== pin) return;
      failed = true;
      setText(
        words,
        `The image of ${pin.name} could not be loaded; it is requested again once the connection is restored.`,
      );
    }
  }
  function draw() {
    const [channels, height, width] = store.get().model.image_shape;
    if (!kept || !current || kept.length !== current.length) return;
    paint(gap.canvas, difference(current, kept, channels), [3, height, width]);
  }
  return {
    frames: [pinned.node, gap.node],
    line,
    /** @param {Uint8Array} pixels */
    follow(pixels) {
      current = pixels;
      if (kept) draw();
    },
  };
}
