/** A pinned picture beside the one under the hand, and what is between them. */

import { button, h, setText } from "../core/dom.js";
import { createStand } from "./frame.js";
import { difference, paint } from "../core/paint.js";

/** The pin that stands beside the picture; null where there is none, or none that fits the model. */
export function comparedPin({ pins, compared, model }) {
  return pins.find(({ name, z }) => name === compared && z.length === model?.latent_dim) ?? null;
}

/**
 * Build the frames and the line under them; the pin is decoded once, through `many`, and `follow(pixels)` is told every
 * picture that is painted.
 */
export function createCompared(store, many) {
  const pinned = createStand("compared-pinned", "Pinned picture");
  const gap = createStand("compared-difference", "Difference of the picture and the pinned one");
  const words = h("p", { className: "aside" });
  const close = button(
    "\u00d7",
    "compared-close",
    "Take the pinned picture away",
    () => store.set({ compared: null }),
    { className: "close", ariaLabel: "Close the comparison" },
  );
  const line = h("div", { className: "under" }, words);
  pinned.node.append(close);
  let current = null; // pixels of the picture
  let kept = null; // pixels of the pin
  let shown = null; // the pin they are of
  let failed = false; // its picture did not come

  store.watch(["compared", "pins", "model"], (state) => {
    const pin = comparedPin(state);
    pinned.node.hidden = gap.node.hidden = line.hidden = !pin;
    const other = pin !== shown;
    shown = pin;
    if (pin && other) load(pin);
  });
  store.watch(["link"], ({ link }) => shown && failed && link.state === "open" && load(shown));
  async function load(pin) {
    kept = null;
    failed = false;
    pinned.sign(pin.name);
    gap.sign(`now \u2212 ${pin.name}`);
    setText(words, `${pin.name} is pinned. Orange: more in the picture now; blue: more in ${pin.name}.`);
    try {
      const pixels = await many("compared", pin.z, pin.c, 1);
      if (!pixels || shown !== pin) return;
      kept = pixels;
      paint(pinned.canvas, kept, store.get().model.image_shape);
      draw();
    } catch {
      if (shown !== pin) return;
      failed = true;
      setText(words, `The picture of ${pin.name} did not come; it is asked for again once the line is back.`);
    }
  }
  function draw() {
    const [channels, height, width] = store.get().model.image_shape;
    if (kept?.length !== current?.length || !kept) return;
    paint(gap.canvas, difference(current, kept, channels), [3, height, width]);
  }
  return {
    stands: [pinned.node, gap.node],
    line,
    follow(pixels) {
      current = pixels;
      if (kept) draw();
    },
  };
}
