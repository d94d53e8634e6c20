/** What a teacher's link hides: gone for eyes, keyboard and screen readers, whenever its part comes up. */

import { h } from "../shell/dom.js";

const KEY = /^[a-z][a-z0-9_]*$/; // of a control: it becomes part of a style sheet

/** The style and the note of what the store's `hide` says; what merely tells a setting names its key in `data-tells`. */
export function createHiding(store) {
  const style = h("style");
  const note = h("p", { className: "withheld", dataTestid: "withheld", hidden: true }, "Some controls are hidden by this link.");
  const stop = store.watch(["hide"], ({ hide }) => {
    style.textContent = hide.filter((key) => KEY.test(key)).map((key) => `.collapse :is([data-control="${key}"], [data-tells~="${key}"]) { display: none !important; }`).join("\n");
    note.hidden = !hide.length;
  });
  return { style, note, close: stop };
}

/** The controls on the page that are not hidden: [{key, label, tab}], each key once, by tab. */
export function controlsIn(panels) {
  const found = new Map();
  for (const panel of panels) {
    for (const node of panel.querySelectorAll("[data-control]")) {
      const key = node.dataset.control;
      if (!KEY.test(key) || found.has(key) || getComputedStyle(node).display === "none") continue;
      found.set(key, { key, label: labelOf(node), tab: panel.id.replace("panel-", "") });
    }
  }
  return [...found.values()];
}

function labelOf(node) {
  return node.dataset.label || node.ariaLabel || node.querySelector("[aria-label]")?.ariaLabel || node.textContent.trim().slice(0, 40) || node.dataset.control;
}
