/** Controls that say nothing as the other settings are. */

/** Grey and disable those of `made`, [{key, node}], that `idle` says so of: key -> whether; keys it lacks stay as they are. */
export function grey(made, idle) {
  for (const { key, node } of made) {
    if (!(key in idle)) continue;
    node.classList.toggle("idle", idle[key]);
    for (const part of node.querySelectorAll("input, button, select")) part.disabled = idle[key];
  }
}
