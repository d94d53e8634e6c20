/** A picture's place in a row: a click takes it, and a small button goes on with it at the Explore page. */

import { button, h, setText } from "../core/dom.js";

/** Build one; `on` is {take(), explore()}; `named` whether a name stands under it. */
export function createCell(test, on, named) {
  const words = named ? h("span", { className: "name", ariaHidden: "true" }) : null;
  const take = h(
    "button",
    { type: "button", className: "take", dataTestid: test, onclick: on.take },
    h("span", { className: "window" }),
    words,
  );
  const explore = button(
    "",
    `${test}-explore`,
    "Go on with this z and this condition at the Explore page",
    on.explore,
    { className: "go" },
  );
  explore.append(h("span", { className: "word" }, "Explore "), "\u2197");
  return {
    node: h("div", { className: "cell" }, take, explore),
    /** Name it; `said` says it all to a screen reader. */
    call(text, said) {
      if (words) setText(words, text);
      if (take.title === said) return;
      take.setAttribute("aria-label", said);
      take.title = said;
      explore.setAttribute("aria-label", `${said}: open in Explore`);
    },
    /** Mark it as what is told now, or not. */
    mark(on) {
      if (take.hasAttribute("aria-current") !== on) take.toggleAttribute("aria-current", on);
    },
  };
}

/** Arrows, Home and End go from cell to cell of `rows()`, lists of cells' nodes; Tab finds the one that was last. */
export function rove(node, rows) {
  node.addEventListener("keydown", (event) => {
    const cell = event.target.closest(".cell");
    const all = rows();
    const y = all.findIndex((row) => row.includes(cell));
    if (y < 0 || event.shiftKey || event.ctrlKey || event.altKey || event.metaKey) return;
    const x = all[y].indexOf(cell);
    const to = {
      ArrowLeft: [y, x - 1],
      ArrowRight: [y, x + 1],
      ArrowUp: [y - 1, x],
      ArrowDown: [y + 1, x],
      Home: [y, 0],
      End: [y, all[y].length - 1],
    }[event.key];
    if (!to) return;
    event.preventDefault();
    const next = all[to[0]]?.[to[1]];
    if (!next) return;
    settle(all, next);
    const same = [...cell.children].indexOf(event.target);
    next.children[Math.max(0, same)].focus();
  });
}

/** Let Tab find `cell` alone, or the first where it is gone. */
export function settle(rows, cell = null) {
  const cells = rows.flat();
  const one = cell ?? cells.find((other) => other.firstChild.tabIndex === 0) ?? cells[0];
  for (const other of cells) for (const part of other.children) part.tabIndex = other === one ? 0 : -1;
}
