/** The frames of the strip: pictures that are buttons, their values, and where z stands among them. */

import { paint } from "../core/paint.js";
import { h, setText } from "../core/dom.js";
import { fixed } from "../core/format.js";
import { FRAMES, placeAmong } from "./traversal.js";

const SAME = 5e-3; // of z: the frame shows what the picture shows

/** Build them; `take(i)` is a click on one. */
export function createFrames(take) {
  const frames = Array.from({ length: FRAMES }, (_, i) => createFrame(i, take));
  const mark = h("i", { className: "here", dataTestid: "strip-mark" });
  const node = h(
    "div",
    { className: "frames", onkeydown: (event) => rove(event, frames) },
    ...frames.map((frame) => frame.node),
    mark,
  );
  let values = [];
  frames[0].node.tabIndex = 0;

  return {
    node,
    /** Stand for `wanted` values of dimension `dim`. */
    name(dim, wanted) {
      values = wanted;
      frames.forEach((frame, i) => {
        setText(frame.value, fixed(values[i]));
        frame.node.setAttribute("aria-label", `z${dim} to ${fixed(values[i])}`);
      });
    },
    /** Grey all of them, or not. */
    hold(held) {
      for (const { node: frame } of frames) frame.disabled = held;
    },
    /** Mark where z is. */
    place(z) {
      frames.forEach((frame, i) => frame.node.toggleAttribute("aria-current", Math.abs(values[i] - z) < SAME));
      mark.style.left = `${(100 * (placeAmong(values, z) + 0.5)) / FRAMES}%`;
      mark.classList.toggle("beyond", z < values[0] - SAME || z > values.at(-1) + SAME);
    },
    /** Rows of HWC bytes, one a frame. */
    paint(pixels, shape) {
      const size = pixels.length / FRAMES;
      frames.forEach(({ canvas }, i) => paint(canvas, pixels.subarray(i * size, (i + 1) * size), shape));
    },
  };
}

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

/** Arrows go from frame to frame; Tab finds the one that was last. */
function rove(event, frames) {
  const at = frames.findIndex(({ node }) => node === event.target);
  const to = { ArrowLeft: at - 1, ArrowRight: at + 1, Home: 0, End: frames.length - 1 }[event.key];
  if (at < 0 || to === undefined) return;
  event.preventDefault();
  const next = frames[Math.max(0, Math.min(frames.length - 1, to))];
  frames.forEach(({ node }) => (node.tabIndex = node === next.node ? 0 : -1));
  next.node.focus();
}
