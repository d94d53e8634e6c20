/** What one can do here: three steps at the first visit, until they are closed for good; all of it behind "?". */

import { button, h } from "./dom.js";
import { KEYS } from "./keys.js";

const SEEN = "vaeviz:hint-seen";
const STEPS = [
  "Drag a dimension: the picture follows the hand.",
  "Click the map to go there, or drag its marker.",
  "Draw or upload a picture; pin two places and play the path.",
];

/** Build the first visit's hint: a line that covers nothing. */
export function createHint() {
  const steps = h("ol", {}, ...STEPS.map((step) => h("li", {}, step)));
  const node = h("div", { className: "hint-line", dataTestid: "hint" }, steps, button("got it", "hint-close", "Do not show this again", close));
  node.hidden = seen();

  function close() {
    node.hidden = true;
    remember();
  }
  return node;
}

/** Build the "?" button and its sheet; the store's `help` says whether it is open. */
export function createHelp(store) {
  const close = button("close", "help-close", null, () => store.set({ help: false }));
  const sheet = h(
    "div",
    { className: "sheet-help", role: "dialog", ariaLabel: "How to use this page", hidden: true },
    h("ol", {}, ...STEPS.map((step) => h("li", {}, step))),
    h("h2", {}, "Keys, while the focus is in the workspace"),
    h("dl", {}, ...KEYS.flatMap(({ text, does }) => [h("dt", {}, text), h("dd", {}, does)])),
    close,
  );
  const open = button("?", "help", "How to use this page (?)", () => store.set({ help: !store.get().help }), { ariaExpanded: "false", ariaLabel: "Help" });
  const node = h("div", { className: "help" }, open, sheet);
  node.addEventListener("focusout", (event) => {
    if (event.relatedTarget && !node.contains(event.relatedTarget)) store.set({ help: false });
  });
  store.watch(["help"], ({ help }) => {
    if (sheet.hidden === !help) return;
    sheet.hidden = !help;
    open.setAttribute("aria-expanded", String(help));
    if (help) close.focus();
    else if (node.matches(":focus-within")) open.focus(); // not where the focus has gone elsewhere by itself
  });
  return node;
}

function seen() {
  try {
    return localStorage.getItem(SEEN) !== null;
  } catch {
    return true; // no storage: a hint that cannot go away for good is not shown
  }
}

function remember() {
  try {
    localStorage.setItem(SEEN, "1");
  } catch {
    // storage is off: nothing to keep
  }
}
