/** Sheets: what opens under a button and takes the focus. */

import { button, h } from "./dom.js";

/** Show or hide `sheet`; the focus goes to `first` in it, and back to `open` where it still was in `node`, which holds both. */
export function showSheet({ node, open, sheet, first }, on) {
  if (sheet.hidden === !on) return;
  sheet.hidden = !on;
  open.setAttribute("aria-expanded", String(on));
  if (on) first.focus();
  else if (node.matches(":focus-within")) open.focus(); // not where the focus has gone elsewhere by itself
}

/** Call `leave` when the focus goes elsewhere from `node`. */
export function onLeave(node, leave) {
  node.addEventListener("focusout", ({ relatedTarget }) => {
    if (relatedTarget && !node.contains(relatedTarget)) leave();
  });
}

/** A part of a share sheet: a heading and what stands under it in a line. */
export function sheetPart(title, ...controls) {
  return h("section", {}, h("h2", {}, title), h("div", { className: "choices" }, ...controls));
}

/**
 * Build a share sheet called `name` out of its `parts`, with the button that opens it, which says that it `does`, and the
 * one that closes it; `before` is called when it is about to open.
 */
export function createShareSheet({ parts, first, copied, name, does, before = () => {} }) {
  const close = button("close", "share-close", null, () => show(false));
  const sheet = h(
    "div",
    { className: "sheet-help sheet-share", role: "dialog", ariaLabel: name, hidden: true, dataTestid: "share-sheet" },
    ...parts,
    close,
  );
  const open = button("share", "share", does, () => show(sheet.hidden), { ariaExpanded: "false" });
  const node = h("div", { className: "share" }, open, sheet);
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
