/** The frames of the strip: images that are buttons, their values, and where z lies among them. */

/** @import { ImageShape } from "../core/types.js" */

import { paint } from "../core/paint.js";
import { h, setText } from "../core/dom.js";
import { fixed } from "../core/format.js";
import { FRAMES, placeAmong } from "./traversal.js";

const SAME = 5e-3; // of z: the frame shows the current image

/**
 * Build them.
 * @param {(i: number) => void} take called when one is clicked
 */
export function createFrames(take) {
  const frames = Array.from({ length: FRAMES }, (_, i) => createFrame(i, take));
  const buttons = frames.map(({ node }) => node);
  const mark = h("i", { className: "here", dataTestid: "strip-mark" });
  const node = h("div", { className: "frames", onkeydown: (event) => moveFocus(event, buttons) }, ...buttons, mark);
  /** @type {number[]} */
  let values = [];
  buttons[0].tabIndex = 0;

  return {
    node,
    /**
     * Name the frames by their values of dimension `dim`.
     * @param {number} dim
     * @param {number[]} wanted
     */
    name(dim, wanted) {
      values = wanted;
      frames.forEach((frame, i) => {
        setText(frame.value, fixed(values[i]));
        frame.node.setAttribute("aria-label", `z${dim} to ${fixed(values[i])}`);
      });
    },
    /** @param {boolean} held whether none can be chosen */
    hold(held) {
      for (const frame of buttons) frame.disabled = held;
    },
    /**
     * Mark where z is.
     * @param {number} z
     */
    place(z) {
      buttons.forEach((frame, i) => frame.toggleAttribute("aria-current", Math.abs(values[i] - z) < SAME));
      mark.style.left = `${(100 * (placeAmong(values, z) + 0.5)) / FRAMES}%`;
      mark.classList.toggle("beyond", z < values[0] - SAME || z > values[FRAMES - 1] + SAME);
    },
    /**
     * @param {Uint8Array} pixels rows of HWC bytes, one image a frame
     * @param {ImageShape} shape
     */
    paint(pixels, shape) {
      const size = pixels.length / FRAMES;
      frames.forEach(({ canvas }, i) => paint(canvas, pixels.subarray(i * size, (i + 1) * size), shape));
    },
  };
}

/** @param {number} i @param {(i: number) => void} take */
function createFrame(i, take) {
  const canvas = h("canvas", {
    className: "crisp",
    width: 28,
    height: 28,
    ariaHidden: "true",
    dataTestid: `strip-${i}`,
  });
  const value = h("span", { ariaHidden: "true" });
  return {
    canvas,
    value,
    node: h(
      "button",
      { type: "button", className: "thumb", tabIndex: -1, dataTestid: `strip-frame-${i}`, onclick: () => take(i) },
      canvas,
      value,
    ),
  };
}

/**
 * Arrows, Home and End move the focus from frame to frame; Tab returns to the last one.
 * @param {KeyboardEvent} event
 * @param {HTMLButtonElement[]} buttons
 */
function moveFocus(event, buttons) {
  const at = buttons.indexOf(/** @type {HTMLButtonElement} */ (event.target));
  const to = new Map([
    ["ArrowLeft", Math.max(0, at - 1)],
    ["ArrowRight", Math.min(buttons.length - 1, at + 1)],
    ["Home", 0],
    ["End", buttons.length - 1],
  ]).get(event.key);
  if (at < 0 || to === undefined) return;
  event.preventDefault();
  for (const node of buttons) node.tabIndex = -1;
  buttons[to].tabIndex = 0;
  buttons[to].focus();
}
