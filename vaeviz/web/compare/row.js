/** A row of images; where they can be chosen they are buttons, and arrows move from one to the next. */

import { h, press, setText } from "../core/dom.js";

/**
 * Build it.
 * @param {string} test
 * @param {((i: number) => void) | null} choose called with the one that was pressed; null where none can be
 */
export function createRow(test, choose) {
  const node = h("div", {
    className: "images",
    role: choose ? "group" : null,
    onkeydown: (/** @type {KeyboardEvent} */ event) => moveByArrows(event, node),
  });
  const row = {
    node,
    /** @type {HTMLCanvasElement[]} */
    canvases: [],

    /**
     * Name the images; the one at `chosen` is marked.
     * @param {{ label: string, text: string }[]} wanted for screen readers, and under the image
     * @param {number | null} chosen
     */
    name(wanted, chosen) {
      if (row.canvases.length !== wanted.length) {
        row.canvases = wanted.map((_, i) =>
          h("canvas", { className: "crisp", width: 28, height: 28, role: "img", dataTestid: `${test}-${i}` }),
        );
        node.replaceChildren(...row.canvases.map((canvas, i) => cell(canvas, choose && (() => choose(i)))));
        node.style.setProperty("--across", String(Math.max(10, wanted.length)));
      }
      wanted.forEach(({ label, text }, i) => {
        const one = /** @type {HTMLElement} */ (node.children[i]);
        setText(/** @type {Element} */ (one.lastElementChild), text);
        row.canvases[i].setAttribute("aria-label", label);
        if (!choose) return;
        one.setAttribute("aria-label", label);
        press(one, i === chosen);
        one.tabIndex = i === (chosen ?? 0) ? 0 : -1;
      });
    },
  };
  return row;
}

/** @param {HTMLCanvasElement} canvas @param {(() => void) | null} onclick */
function cell(canvas, onclick) {
  const tag = onclick ? "button" : "div";
  return h(tag, { ...(onclick && { type: "button", onclick }), className: "image-cell" }, canvas, h("span", {}));
}

/** @param {KeyboardEvent} event @param {HTMLElement} node */
function moveByArrows(event, node) {
  const all = /** @type {HTMLElement[]} */ ([...node.children]);
  const at = all.indexOf(/** @type {HTMLElement} */ (event.target));
  /** @type {Record<string, number>} */
  const places = { ArrowLeft: at - 1, ArrowRight: at + 1, Home: 0, End: all.length - 1 };
  const to = places[event.key];
  if (at < 0 || to === undefined) return;
  event.preventDefault();
  const next = all[Math.max(0, Math.min(all.length - 1, to))];
  next.focus();
  next.click();
}
