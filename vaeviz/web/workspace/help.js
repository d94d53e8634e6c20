/** Help: three steps on the first visit, until they are closed for good; all of it behind "?". */

/** @import { PageStore } from "../core/types.js" */

import { button, h } from "../core/dom.js";
import { keep, recall } from "../core/storage.js";
import { KEYS } from "./keys.js";
import { onLeave, showSheet } from "../core/sheets.js";

const SEEN = "vaeviz:hint-seen";
const STEPS = [
  "Drag a slider; the image updates live.",
  "Click or drag on the map to move z.",
  "Draw or upload an image; pin two points and play the path between them.",
];

/** Build the first visit's hint: a line that covers nothing. */
export function createHint() {
  const steps = h("ol", {}, ...STEPS.map((step) => h("li", {}, step)));
  const node = h(
    "div",
    { className: "hint-line", dataTestid: "hint" },
    steps,
    button("Got it", "hint-close", "Do not show this again", close),
  );
  node.hidden = recall(SEEN, "") !== null; // also without storage: one that cannot go away for good is not shown

  function close() {
    node.hidden = true;
    keep(SEEN, "1");
  }
  return node;
}

/**
 * Build the "?" button and its sheet; the store's `help` says whether it is open.
 * @param {PageStore} store
 * @param {string[]} steps
 * @param {{ text: string, does: string }[]} keys
 */
export function createHelp(store, steps = STEPS, keys = KEYS) {
  const close = button("Close", "help-close", null, () => store.set({ help: false }));
  const sheet = h(
    "div",
    { className: "sheet-help", role: "dialog", ariaLabel: "How to use this page", hidden: true },
    h("ol", {}, ...steps.map((step) => h("li", {}, step))),
    h("h2", {}, "Keys, while the focus is in the workspace"),
    h("dl", {}, ...keys.flatMap(({ text, does }) => [h("dt", {}, text), h("dd", {}, does)])),
    close,
  );
  const open = button("?", "help", "How to use this page (?)", () => store.set({ help: !store.get().help }), {
    ariaExpanded: "false",
    ariaLabel: "Help",
  });
  const node = h("div", { className: "help" }, open, sheet);
  onLeave(node, () => store.set({ help: false }));
  store.watch(["help"], ({ help }) => showSheet({ node, open, sheet, first: close }, help));
  return node;
}
