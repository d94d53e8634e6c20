/** The keyboard of the workspace as a whole; sliders, map and drawing pad have keys of their own. */

/** @import { Actions, PageStore } from "../core/types.js" */

import { canReset } from "../latents/moves.js";

/**
 * One key: how it is written, what it does in words, the `event.key`s it answers to, and what they do; a part of the
 * page
 * may handle it itself. `command` needs Ctrl or Cmd, `shift` Shift; `again` repeats while the key is held.
 * @typedef {{ text: string, does: string, keys?: string[], act?(store: PageStore, actions: Actions): void,
 *   command?: boolean, shift?: boolean, again?: boolean }} Key
 */

/** @type {Key[]} */
export const KEYS = [
  { text: "Arrows", does: "one step: 0.1 of a dimension, 8 pixels of the map; with Shift ten" },
  { text: "Home", does: "a dimension back to the prior's mean; all of the map" },
  { text: "+ \u2212", does: "on the map: zoom in, zoom out" },
  { text: "Enter", does: "on the map, with lasso or box: select what is in view" },
  {
    text: "R",
    does: "randomise z and c; locked dimensions stay",
    keys: ["r", "R"],
    act: (_, actions) => actions.randomise(),
  },
  {
    text: "0",
    does: "the prior's mean",
    keys: ["0"],
    act: (store, actions) => {
      if (canReset(store.get())) actions.reset();
    },
  },
  { text: "L", does: "lock or unlock the dimension under the pointer", keys: ["l", "L"], act: lockPointed },
  { text: "P", does: "pin this point", keys: ["p", "P"], act: (_, actions) => actions.pin() },
  {
    text: "W",
    does: "a drag moves the marker or the map",
    keys: ["w", "W"],
    act: (store) => store.set({ tool: "walk" }),
  },
  { text: "O", does: "a drag draws a lasso", keys: ["o", "O"], act: (store) => store.set({ tool: "lasso" }) },
  { text: "B", does: "a drag draws a box", keys: ["b", "B"], act: (store) => store.set({ tool: "box" }) },
  { text: "Space", does: "play or stop the path", keys: [" "], act: (_, actions) => actions.togglePlay() },
  { text: "Ctrl Z", does: "undo", keys: ["z"], command: true, again: true, act: (_, actions) => actions.undo() },
  {
    text: "Ctrl Shift Z",
    does: "redo",
    keys: ["z", "Z"],
    command: true,
    shift: true,
    again: true,
    act: (_, actions) => actions.redo(),
  },
  {
    text: "Esc",
    does: "stop the path, close help, drawing or comparison, return to moving z: one per press",
    keys: ["Escape"],
    act: leave,
  },
  { text: "?", does: "show these keys", keys: ["?"], act: (store) => store.set({ help: !store.get().help }) },
];

/** Undo and redo: the keys of a page without sliders and map tools. */
export const UNDO = KEYS.filter(({ command }) => command);

/**
 * Which of the `known` keys an event is; null for a letter typed into a field and a space that presses a button.
 * @param {Pick<KeyboardEvent, "key" | "ctrlKey" | "metaKey" | "altKey" | "shiftKey"> & { target: any }} event
 * @param {Key[]} known
 */
export function keyOf(event, known = KEYS) {
  const command = Boolean(event.ctrlKey || event.metaKey);
  const typing = event.target.matches("input:not([type=range]), select, textarea");
  if (event.altKey || (typing && event.key !== "Escape")) return null;
  if (event.key === " " && event.target.matches("button, summary, a")) return null;
  return (
    known.find(
      ({ keys, command: wanted = false, shift = false }) =>
        keys?.includes(event.key) && wanted === command && (!wanted || shift === event.shiftKey),
    ) ?? null
  );
}

/**
 * Listen. No key leaves the workspace, because Streamlit handles r, c and Escape at the document. `root` is the element
 * that has the focus while visitors work here, `known` the keys of this page.
 * @param {HTMLElement} root
 * @param {PageStore} store
 * @param {Actions} actions
 * @param {Key[]} known
 */
export function watchKeys(root, store, actions, known = KEYS) {
  root.addEventListener("keydown", (event) => {
    event.stopPropagation();
    if (event.defaultPrevented) return;
    const key = keyOf(event, known);
    if (!key) return;
    event.preventDefault();
    if (!event.repeat || key.again) key.act?.(store, actions);
  });
}

function lockPointed(/** @type {PageStore} */ store, /** @type {Actions} */ actions) {
  const { pointed } = store.get();
  if (pointed !== null) actions.toggleLock(pointed);
  else store.set({ say: "Point at a dimension to lock it." });
}

/** Stop or close one thing that is open, in the order that the help gives. */
function leave(/** @type {PageStore} */ store, /** @type {Actions} */ actions) {
  const { path, help, drawing, tool, compared } = store.get();
  if (path?.playing) actions.togglePlay();
  else if (help) store.set({ help: false });
  else if (drawing) store.set({ drawing: false });
  else if (compared) store.set({ compared: null });
  else if (tool !== "walk") store.set({ tool: "walk", say: "A drag moves z again." });
}
