/** Rows of small pictures, each with a caption; they can be chosen where somebody hears of it. */

import { paint } from "../core/paint.js";
import { h, setText } from "../core/dom.js";

/**
 * Make the rows: `across` pictures each. `set(bytes, n, shape, captions)`: n pictures of `shape` [channels, height, width],
 * bytes as they come from a decoder, pixel by pixel with a pixel's channels together. `mark(i)` shows which one is chosen, null: none.
 */
export function createPictures({ test, label, across, onpick }) {
  const node = h("div", { className: "picture-rows", role: "group", ariaLabel: label, dataTestid: test });
  node.style.setProperty("--across", across);
  let cells = [];
  function cell(i) {
    const canvas = h("canvas", onpick ? { ariaHidden: "true" } : { role: "img" });
    const caption = h("span", {});
    const box = onpick
      ? h("button", { type: "button", dataTestid: `${test}-${i}`, onclick: () => onpick(i) }, canvas, caption)
      : h("figure", {}, canvas, caption);
    return { box, canvas, caption };
  }
  function take(n) {
    if (cells.length === n) return;
    cells = Array.from({ length: n }, (_, i) => cells[i] ?? cell(i));
    node.replaceChildren(...cells.map(({ box }) => box));
  }
  return {
    node,
    set(bytes, n, shape, captions = []) {
      take(n);
      const size = shape[0] * shape[1] * shape[2];
      cells.forEach(({ box, canvas, caption }, i) => {
        paint(canvas, bytes.subarray(i * size, (i + 1) * size), shape);
        setText(caption, captions[i] ?? "");
        const name = captions[i] || `${label}, ${i + 1} of ${n}`;
        (onpick ? box : canvas).setAttribute("aria-label", name);
      });
    },
    mark(chosen) {
      if (onpick) cells.forEach(({ box }, i) => box.setAttribute("aria-pressed", String(i === chosen)));
    },
    close() {
      node.replaceChildren();
      cells = [];
    },
  };
}
