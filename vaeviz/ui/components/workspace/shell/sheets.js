/** Sheets: what opens under a button and takes the focus. */

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
