/** Sheets: what opens under a button and takes the focus. */

/** @import { Clipboard } from "./clipboard.js" */

import { button, h } from "./dom.js";

/**
 * Show or hide `sheet`; the focus goes to `first` in it, and back to `open` if it is still in `node`, which holds both.
 * @param {{ node: HTMLElement; open: HTMLElement; sheet: HTMLElement; first: HTMLElement }} parts
 * @param {boolean} on
 */
export function showSheet({ node, open, sheet, first }, on) {
  if (sheet.hidden === !on) return;
  sheet.hidden = !on;
  open.setAttribute("aria-expanded", String(on));
  if (on) first.focus();
  else if (node.matches(":focus-within")) open.focus(); // not where the focus has gone elsewhere by itself
}

/**
 * Call `leave` when the focus moves out of `node`.
 * @param {HTMLElement} node
 * @param {() => void} leave
 */
export function onLeave(node, leave) {
  node.addEventListener("focusout", ({ relatedTarget }) => {
    if (relatedTarget instanceof Node && !node.contains(relatedTarget)) leave();
  });
}

/**
 * A part of a share sheet: a heading and the controls in a line under it.
 * @param {string} title
 * @param {...(Node | string | null)} controls
 */
export function sheetPart(title, ...controls) {
  return h("section", {}, h("h2", {}, title), h("div", { className: "choices" }, ...controls));
}

/**
 * Build a share sheet with the button that opens it and the one that closes it.
 * @param {object} options
 * @param {(Node | string | null)[]} options.parts
 * @param {HTMLElement} options.first the control that gets the focus
 * @param {Clipboard} options.copied
 * @param {string} options.name
 * @param {string} options.does title of the button that opens it
 * @param {() => void} [options.before] called when it is about to open
 */
export function createShareSheet({ parts, first, copied, name, does, before = () => {} }) {
  const close = button("Close", "share-close", null, () => show(false));
  const sheet = h(
    "div",
    { className: "sheet-help sheet-share", role: "dialog", ariaLabel: name, hidden: true, dataTestid: "share-sheet" },
    ...parts,
    close,
  );
  const open = button("Share", "share", does, () => show(sheet.hidden !== false), { ariaExpanded: "false" });
  const node = h("div", { className: "share" }, open, sheet);
  /** @param {boolean} on */
  function show(on) {
    if (on) before();
    showSheet({ node, open, sheet, first }, on);
    if (!on) copied.clear();
  }
  node.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || sheet.hidden) return;
    event.preventDefault();
    show(false);
  });
  onLeave(node, () => show(false));
  return node;
}
