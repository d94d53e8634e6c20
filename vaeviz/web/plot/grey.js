/** Controls without effect under the other settings. */

/**
 * Grey and disable the controls that `idle` marks, enable those it does not; keys that it lacks stay as they are.
 * @param {{ key: string; node: Element }[]} controls
 * @param {Record<string, boolean>} idle
 */
export function grey(controls, idle) {
  for (const { key, node } of controls) {
    if (!(key in idle)) continue;
    node.classList.toggle("idle", idle[key]);
    for (const part of node.querySelectorAll("input, button, select")) part.toggleAttribute("disabled", idle[key]);
  }
}
