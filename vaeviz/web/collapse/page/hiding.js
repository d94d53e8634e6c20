/** What a teacher's link hides: from eyes, keyboard and screen readers, whenever its part is shown. */

/** @import { CollapseStore } from "../../core/types.js" */

import { h } from "../../core/dom.js";

const KEY = /^[a-z][a-z0-9_]*$/; // of a control: it becomes part of a style sheet

// What else moves a setting, and what shows it, by data-testid: the first cannot be dragged, the second is hidden too.
/** @type {Record<string, string[]>} */
export const MOVES = {
  scree_beta: ["scree-plot", "scree-stairs", "scree-error"],
  plane_beta: ["plane-plot", "plane-units", "plane-cost"],
  heat_step: ["heat-map", "heat-lights"],
  tight_beta: ["tight-distances", "tight-bound"],
  sigma_s2: ["sigma-squared_error", "sigma-rate", "sigma-elbo"],
  criteria_epsilon: ["criteria-curves"],
};
/** @type {Record<string, string[]>} */
export const SHOWS = {
  scree_beta: ["scree-reading"],
  sweep_beta: ["sweep-plane"],
  sweep_epoch: ["sweep-plane"],
  lab_beta: ["lab-figure-beta", "lab-rate-history", "lab-loop", "lab-hint"],
};

/**
 * The style and the note of what the store's `hide` lists.
 * @param {CollapseStore} store
 */
export function createHiding(store) {
  const style = h("style");
  const note = h(
    "p",
    { className: "withheld", dataTestid: "withheld", hidden: true },
    "Some controls are hidden by this link.",
  );
  const stop = store.watch(["hide"], ({ hide }) => {
    style.textContent = /** @type {string[]} */ (hide)
      .filter((key) => KEY.test(key))
      .map(rulesOf)
      .join("\n");
    note.hidden = !hide.length;
  });
  return { style, note, close: stop };
}

/**
 * The style rules that hide the controls of one setting.
 * @param {string} key
 */
export function rulesOf(key) {
  /** @param {string[]} [tests] */
  const among = (tests = []) => `:is(${tests.map((test) => `[data-testid="${test}"]`).join(", ")})`;
  const shows = among(SHOWS[key]);
  const hidden = [`[data-control="${key}"]`, shows, `:is(.plot, .figure):has(${shows})`]; // with their captions
  return [
    `.collapse .panels :is(${hidden.join(", ")}) { display: none !important; }`,
    `.collapse .panels ${among(MOVES[key])} { pointer-events: none; }`,
  ].join("\n");
}

/**
 * The controls on the page that are not hidden, each key once, by tab.
 * @param {HTMLElement[]} panels
 * @returns {{ key: string; label: string; tab: string }[]}
 */
export function controlsIn(panels) {
  const found = new Map();
  for (const panel of panels) {
    for (const node of panel.querySelectorAll("[data-control]")) {
      const key = node.getAttribute("data-control") ?? "";
      if (!KEY.test(key) || found.has(key) || getComputedStyle(node).display === "none") continue;
      found.set(key, { key, label: labelOf(node), tab: panel.id.replace("panel-", "") });
    }
  }
  return [...found.values()];
}

/** @param {Element} node */
function labelOf(node) {
  return (
    node.getAttribute("data-label") ||
    node.ariaLabel ||
    node.querySelector("[aria-label]")?.ariaLabel ||
    node.textContent.trim().slice(0, 40) ||
    node.getAttribute("data-control") ||
    ""
  );
}
