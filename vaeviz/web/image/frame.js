/** The frame of an image, with a sign in its corner. */

import { h, setText } from "../core/dom.js";

/**
 * Build a frame around a fresh canvas.
 * @param {string} test
 * @param {string} label
 */
export function createImageFrame(test, label) {
  const canvas = h("canvas", {
    dataTestid: test,
    role: "img",
    ariaLabel: label,
    className: "crisp",
    width: 28,
    height: 28,
  });
  const badge = h("span", { className: "sign", hidden: true });
  const node = h("div", { className: "frame" }, canvas, badge);
  return {
    node,
    canvas,
    /** @param {string} text the name of the image; "" removes it */
    sign(text) {
      setText(badge, text);
      badge.hidden = !text;
    },
  };
}
