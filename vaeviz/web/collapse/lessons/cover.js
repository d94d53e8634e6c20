/** Covers what would give an answer away, until it is revealed. */

import { h } from "../../core/dom.js";

/** Cover what has one of these data-testids, whenever it comes up; `lift()` shows it. */
export function createVeil(tests = []) {
  const style = h("style");
  const covered = tests.map((test) => `.collapse .panels [data-testid="${CSS.escape(test)}"]`).join(", ");
  if (covered) style.textContent = `${covered} { visibility: hidden !important; }`; // keeps its place, is not read out
  const note = h("p", { className: "note", hidden: !covered }, "What would give it away is covered.");
  return {
    nodes: [style, note],
    lift() {
      style.textContent = "";
      note.hidden = true;
    },
  };
}
