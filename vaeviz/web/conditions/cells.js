/** One image of a row: a click takes it, and a small button opens it in Explore. */

import { button, h, setText } from "../core/dom.js";

/** @typedef {ReturnType<typeof createCell>} Cell */

/**
 * Build one; `named` says whether its name is written under it.
 * @param {string} test
 * @param {{ take(): void, explore(): void }} on
 * @param {boolean} named
 */
export function createCell(test, on, named) {
  const caption = named ? h("span", { className: "name", ariaHidden: "true" }) : null;
  const take = h(
    "button",
    { type: "button", className: "take", dataTestid: test, onclick: on.take },
    h("span", { className: "window" }),
    caption,
  );
  const explore = button("", `${test}-explore`, "Open this z and condition in Explore", on.explore, {
    className: "go",
  });
  explore.append(h("span", { className: "word" }, "Explore "), "\u2197");
  return {
    node: h("div", { className: "cell" }, take, explore),

    /** Name it; `label` is what a screen reader reads. */
    name(/** @type {string} */ text, /** @type {string} */ label) {
      if (caption) setText(caption, text);
      if (take.title === label) return;
      take.setAttribute("aria-label", label);
      take.title = label;
      explore.setAttribute("aria-label", `${label}: open in Explore`);
    },

    /** Mark it as the present condition, or not. */
    mark(/** @type {boolean} */ current) {
      if (take.hasAttribute("aria-current") !== current) take.toggleAttribute("aria-current", current);
    },
  };
}

/** @param {Element} cell */
const buttonsOf = (cell) => /** @type {HTMLElement[]} */ ([...cell.children]);

/**
 * Let arrows, Home and End move the focus from cell to cell of `rows()`, lists of cells' nodes.
 * @param {HTMLElement} node
 * @param {() => Element[][]} rows
 */
export function moveByArrows(node, rows) {
  node.addEventListener("keydown", (event) => {
    const target = /** @type {HTMLElement} */ (event.target);
    const cell = target.closest(".cell");
    const all = rows();
    const y = all.findIndex((row) => cell && row.includes(cell));
    if (!cell || y < 0 || event.shiftKey || event.ctrlKey || event.altKey || event.metaKey) return;
    const x = all[y].indexOf(cell);
    /** @type {Record<string, [number, number]>} */
    const places = {
      ArrowLeft: [y, x - 1],
      ArrowRight: [y, x + 1],
      ArrowUp: [y - 1, x],
      ArrowDown: [y + 1, x],
      Home: [y, 0],
      End: [y, all[y].length - 1],
    };
    const to = places[event.key];
    if (!to) return;
    event.preventDefault();
    const next = all[to[0]]?.[to[1]];
    if (!next) return;
    setTabStop(all, next);
    buttonsOf(next)[Math.max(0, buttonsOf(cell).indexOf(target))].focus();
  });
}

/**
 * Let Tab reach `cell` only; without one the cell it reached before, or the first.
 * @param {Element[][]} rows
 * @param {Element | null} [cell]
 */
export function setTabStop(rows, cell = null) {
  const cells = rows.flat();
  const stop = cell ?? cells.find((one) => buttonsOf(one)[0].tabIndex === 0) ?? cells[0];
  for (const one of cells) for (const part of buttonsOf(one)) part.tabIndex = one === stop ? 0 : -1;
}
