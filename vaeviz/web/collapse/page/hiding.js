/** What a teacher's link hides: gone for eyes, keyboard and screen readers, whenever its part comes up. */

import { h } from "../../core/dom.js";

const KEY = /^[a-z][a-z0-9_]*$/; // of a control: it becomes part of a style sheet

// What else moves a setting, and what tells it, by data-testid: the first can no longer be dragged, the second is gone too.
export const MOVES = {
  scree_beta: ["scree-plot", "scree-stairs", "scree-error"],
  plane_beta: ["plane-plot", "plane-units", "plane-cost"],
  heat_step: ["heat-map", "heat-lights"],
  tight_beta: ["tight-distances", "tight-bound"],
  sigma_s2: ["sigma-squared_error", "sigma-rate", "sigma-elbo"],
  criteria_epsilon: ["criteria-curves"],
};
export const TELLS = {
  scree_beta: ["scree-reading"],
  sweep_beta: ["sweep-plane"],
  sweep_epoch: ["sweep-plane"],
  lab_beta: ["lab-figure-beta", "lab-film", "lab-loop", "lab-hint"],
};

/** The style and the note of what the store's `hide` says. */
export function createHiding(store) {
  const style = h("style");
  const note = h(
    "p",
    { className: "withheld", dataTestid: "withheld", hidden: true },
    "Some controls are hidden by this link.",
  );
  const stop = store.watch(["hide"], ({ hide }) => {
    style.textContent = hide
      .filter((key) => KEY.test(key))
      .map(rulesOf)
      .join("\n");
    note.hidden = !hide.length;
  });
  return { style, note, close: stop };
}

/** The style rules that take away the controls of one setting. */
export function rulesOf(key) {
  const among = (tests = []) => `:is(${tests.map((test) => `[data-testid="${test}"]`).join(", ")})`;
  const gone = [`[data-control="${key}"]`, among(TELLS[key]), `:is(.plot, .figure):has(${among(TELLS[key])})`]; // with their captions
  return `.collapse .panels :is(${gone.join(", ")}) { display: none !important; }\n.collapse .panels ${among(MOVES[key])} { pointer-events: none; }`;
}

/** The controls on the page that are not hidden: [{key, label, tab}], each key once, by tab. */
export function controlsIn(panels) {
  const found = new Map();
  for (const panel of panels) {
    for (const node of panel.querySelectorAll("[data-control]")) {
      const key = node.dataset.control;
      if (!KEY.test(key) || found.has(key) || getComputedStyle(node).display === "none") continue;
      found.set(key, { key, label: labelOf(node), tab: panel.id.replace("panel-", "") });
    }
  }
  return [...found.values()];
}

function labelOf(node) {
  return (
    node.dataset.label ||
    node.ariaLabel ||
    node.querySelector("[aria-label]")?.ariaLabel ||
    node.textContent.trim().slice(0, 40) ||
    node.dataset.control
  );
}
