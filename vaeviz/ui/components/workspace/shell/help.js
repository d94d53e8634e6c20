/** What one can do here: three steps at the first visit, until they are closed for good; all of it behind "?". */

import { button, h } from "./dom.js";

const SEEN = "vaeviz:hint-seen";
const STEPS = [
  "Drag a dimension: the picture follows the hand.",
  "Click a point of the map to load its code; drag the marker to walk.",
  "Draw or upload a picture to see what the model makes of it.",
];
const KEYS = [["R", "randomise"], ["0", "reset"], ["Ctrl Z", "undo"], ["Arrows", "0.1; with Shift 1"], ["Home", "one dimension back"]];

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

/** Build the "?" button and its sheet. */
export function createHelp() {
  const sheet = h(
    "div",
    { className: "sheet-help", role: "dialog", ariaLabel: "How to use this page", hidden: true },
    h("ol", {}, ...STEPS.map((step) => h("li", {}, step))),
    h("dl", {}, ...KEYS.flatMap(([key, does]) => [h("dt", {}, key), h("dd", {}, does)])),
  );
  const open = button("?", "help", "How to use this page", () => show(sheet.hidden), { ariaExpanded: "false" });
  const node = h("div", { className: "help" }, open, sheet);
  node.onkeydown = (event) => {
    if (event.key === "Escape") show(false); // a handler that answers false, as `&&` would, keeps Tab from going on
  };
  node.addEventListener("focusout", (event) => node.contains(event.relatedTarget) || show(false)); // no `on` property

  function show(on) {
    sheet.hidden = !on;
    open.setAttribute("aria-expanded", String(on));
  }
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
