/** The way to the clipboard; where the browser refuses it, the text stands in the page, selected. */

import { h } from "./dom.js";

/** Make it: `copy(words, what)` says through `tell(text)` how it went; `clear()` takes the text away again. */
export function createCopied(tell) {
  const text = h("textarea", { readOnly: true, rows: 4, dataTestid: "copied-text", ariaLabel: "Text to copy" });
  const node = h(
    "div",
    { className: "copied", hidden: true },
    h("p", {}, "The browser does not let this page copy. The text is selected: press Ctrl C."),
    text,
  );
  return {
    node,
    clear: () => (node.hidden = true),
    async copy(words, what) {
      try {
        await navigator.clipboard.writeText(words);
        node.hidden = true;
        tell(`${what} is copied: ${words.length.toLocaleString("en")} characters.`.replace("lines is", "lines are"));
      } catch {
        text.value = words;
        node.hidden = false;
        text.select();
        tell(`${what} could not be copied by the page: press Ctrl C.`);
      }
    },
  };
}
