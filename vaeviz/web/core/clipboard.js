/** Copying to the clipboard; where the browser refuses it, the text is shown in the page, selected. */

import { h } from "./dom.js";

/** @typedef {ReturnType<typeof createClipboard>} Clipboard */

/**
 * Make it: `copy(text, what)` reports the outcome through `notify`; `clear()` removes the shown text again.
 * @param {(message: string) => void} notify
 */
export function createClipboard(notify) {
  const area = h("textarea", { readOnly: true, rows: 4, dataTestid: "copied-text", ariaLabel: "Text to copy" });
  const node = h(
    "div",
    { className: "copied", hidden: true },
    h("p", {}, "The browser does not let this page copy. The text is selected: press Ctrl+C."),
    area,
  );
  return {
    node,
    clear() {
      node.hidden = true;
    },
    /** @param {string} text @param {string} what */
    async copy(text, what) {
      try {
        await navigator.clipboard.writeText(text);
        node.hidden = true;
        notify(`${what} copied.`);
      } catch {
        area.value = text;
        node.hidden = false;
        area.select();
        notify(`${what} not copied by the page: press Ctrl+C.`);
      }
    },
  };
}
