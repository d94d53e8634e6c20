/** Rows of small images, each with a caption; with `onpick` they can be chosen. */

/** @import { ImageShape } from "../core/types.js" */

import { h, press, setText } from "../core/dom.js";
import { list } from "../core/list.js";
import { paint } from "../core/paint.js";

/** @typedef {ReturnType<typeof createImageRows>} ImageRows */

/**
 * Make the rows. `mark(i)` shows which one is chosen, null: none.
 * @param {object} options
 * @param {string} options.test
 * @param {string} options.label
 * @param {number} options.across images per row
 * @param {(i: number) => void} [options.onpick]
 */
export function createImageRows({ test, label, across, onpick }) {
  const node = h("div", { className: "image-rows", role: "group", ariaLabel: label, dataTestid: test });
  node.style.setProperty("--across", String(across));
  /** @type {ReturnType<typeof cell>[]} */
  let cells = [];
  /** @param {number} i */
  function cell(i) {
    const canvas = h("canvas", onpick ? { ariaHidden: "true" } : { role: "img" });
    const caption = h("span");
    const box = onpick
      ? h("button", { type: "button", dataTestid: `${test}-${i}`, onclick: () => onpick(i) }, canvas, caption)
      : h("figure", {}, canvas, caption);
    return { node: box, canvas, caption };
  }
  return {
    node,
    /**
     * Show `n` images.
     * @param {Uint8Array} bytes HWC, one image after the other
     * @param {number} n
     * @param {ImageShape} shape
     * @param {string[]} [captions]
     */
    set(bytes, n, shape, captions = []) {
      const size = shape[0] * shape[1] * shape[2];
      const numbers = Array.from({ length: n }, (_, i) => i);
      cells = list(node, numbers, { key: Number, make: cell });
      cells.forEach(({ node: box, canvas, caption }, i) => {
        paint(canvas, bytes.subarray(i * size, (i + 1) * size), shape);
        setText(caption, captions[i] ?? "");
        (onpick ? box : canvas).setAttribute("aria-label", captions[i] || `${label}, ${i + 1} of ${n}`);
      });
    },
    /** @param {number | null} chosen */
    mark(chosen) {
      if (onpick) cells.forEach(({ node: box }, i) => press(box, i === chosen));
    },
    close() {
      cells = list(node, [], { key: Number, make: cell });
    },
  };
}
