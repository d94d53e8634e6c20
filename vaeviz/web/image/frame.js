/** What pictures stand in: a frame with a sign in its corner. */

import { h, setText } from "../core/dom.js";

/** Build a frame around a fresh canvas; `sign(text)` names the picture in its corner, "" takes the name away. */
export function createStand(test, label) {
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
    sign(text) {
      setText(badge, text);
      badge.hidden = !text;
    },
  };
}
