/** The keyboard of the workspace as a whole; sliders, map and drawing pad have keys of their own. */

import { canReset } from "../latents/moves.js";

/**
 * Every key: how it is written, what it does in words, the `event.key`s it answers to, and `act(store, actions)`; null
 * where a part has it. With `command` it wants Ctrl or Cmd, with `shift` Shift; with `again` it goes on while it is held.
 */
export const KEYS = [
  { text: "Arrows", does: "one step: 0.1 of a dimension, 8 pixels of the map; with Shift ten" },
  { text: "Home", does: "a dimension back to the prior's mean; all of the map" },
  { text: "+ \u2212", does: "on the map: closer, farther" },
  { text: "Enter", does: "on the map, with lasso or box: select what is in view" },
  { text: "R", does: "randomise what is not locked", keys: ["r", "R"], act: (_, actions) => actions.randomise() },
  {
    text: "0",
    does: "the prior's mean",
    keys: ["0"],
    act: (store, actions) => canReset(store.get()) && actions.reset(),
  },
  { text: "L", does: "lock or free the dimension in hand", keys: ["l", "L"], act: lockPointed },
  { text: "P", does: "pin this place", keys: ["p", "P"], act: (_, actions) => actions.pin() },
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
    does: "stop the path, then close help, drawing, comparison, then back to walking: one a press",
    keys: ["Escape"],
    act: leave,
  },
  { text: "?", does: "these keys", keys: ["?"], act: (store) => store.set({ help: !store.get().help }) },
];

/** Undo and redo: all that a page needs which has neither a pad nor tools. */
export const UNDO = KEYS.filter(({ command }) => command);

/** Which of the `known` keys `event` is, or null: a letter typed into a field is none, nor is a space that presses a button. */
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
 * Listen. No key leaves the workspace: Streamlit has r, c and Escape for itself at the document. `root` is the element
 * that holds the focus while the visitor works here, `known` the keys that do something on this page.
 */
export function watchKeys(root, store, actions, known = KEYS) {
  root.addEventListener("keydown", (event) => {
    event.stopPropagation();
    if (event.defaultPrevented) return;
    const key = keyOf(event, known);
    if (!key) return;
    event.preventDefault();
    if (!event.repeat || key.again) key.act(store, actions);
  });
}

function lockPointed(store, actions) {
  const { pointed } = store.get();
  if (pointed !== null) actions.toggleLock(pointed);
  else store.set({ say: "Point at a dimension to lock it." });
}

/** Stop or close one thing that is open, as the sheet of keys says. */
function leave(store, actions) {
  const { path, help, drawing, tool, compared } = store.get();
  if (path?.playing) actions.togglePlay();
  else if (help) store.set({ help: false });
  else if (drawing) store.set({ drawing: false });
  else if (compared) store.set({ compared: null });
  else if (tool !== "walk") store.set({ tool: "walk", say: "Back to walking the map." });
}
