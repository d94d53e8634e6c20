/** The keyboard of the workspace as a whole; sliders and map have keys of their own. */

import { canReset } from "../latents/moves.js";

/**
 * Keys of the workspace. None leaves it: Streamlit has r, c and Escape for itself at the document.
 * `root` is the element that holds the focus while the visitor works here.
 */
export function watchKeys(root, store, actions) {
  root.addEventListener("keydown", (event) => {
    event.stopPropagation();
    const typing = event.target.matches("input:not([type=range]), select");
    const command = event.ctrlKey || event.metaKey;
    if (command && event.key === "z" && !typing) actions.undo();
    else if (command || event.altKey || typing) return;
    else if (event.key === "r") actions.randomise();
    else if (event.key === "0" && canReset(store.get())) actions.reset();
    else if (event.key === "Escape" && store.get().drawing) store.set({ drawing: false });
    else return;
    event.preventDefault();
  });
}
