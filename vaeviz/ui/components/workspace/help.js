/** What one can do here, in three steps; shown at the first visit, then only on asking. */

import { button, h } from "./dom.js";

const SEEN = "vaeviz:hint-seen";
const STEPS = [
  "Drag a dimension: the picture follows the hand. The long bars carry the most.",
  "Click a point of the map to load that image's code; drag the marker to walk.",
  "Choose a class, draw a picture or upload one to see what the model makes of it.",
];
const KEYS = [["R", "randomise"], ["0", "reset"], ["Ctrl Z", "undo"], ["Arrows", "0.1; with Shift 1"], ["Home", "one dimension back"]];

/** Build the button and its sheet. */
export function createHelp() {
  const sheet = h(
    "div",
    { className: "sheet-help", role: "dialog", ariaLabel: "How to use this page" },
    h("ol", {}, ...STEPS.map((step) => h("li", {}, step))),
    h("dl", {}, ...KEYS.flatMap(([key, does]) => [h("dt", {}, key), h("dd", {}, does)])),
    button("got it", "hint-close", null, () => show(false)),
  );
  const open = button("?", "help", "How to use this page", () => show(sheet.hidden), { ariaExpanded: "false" });
  const node = h("div", { className: "help" }, open, sheet);
  node.onkeydown = (event) => event.key === "Escape" && show(false);

  function show(on) {
    sheet.hidden = !on;
    open.setAttribute("aria-expanded", String(on));
    if (!on) remember();
  }
  show(!seen());
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
