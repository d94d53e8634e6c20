/** What fresh runs ended in, by their settings: what a run that came to these settings another way is compared with. */

import { h, setText } from "../../core/dom.js";
import { count } from "../../core/format.js";
import { betaText } from "./hints.js";

/** @import { Settings } from "../../core/types.js" */
/** @import { LabRun } from "./run.js" */

/**
 * A fresh run: its settings have been the same since its first step.
 * active counts the dimensions above the KL threshold.
 * @typedef {{ active: number, latent: number, step: number, beta: number }} FreshRun
 */

const SETTLED = 400; // steps after which the count of a fresh run is kept: early on all dimensions move

/** Make the record of one visit. */
export function createFreshRuns() {
  /** @type {Map<string, FreshRun & { others: string }>} */
  const known = new Map(); // by settings; others: the settings but for beta
  return {
    /** @param {Settings} settings @param {{ step: number, active: number, latent: number }} now */
    note(settings, { step, active, latent }) {
      const others = keyOf({ ...settings, beta: null });
      if (step >= SETTLED) known.set(keyOf(settings), { active, latent, step, beta: settings.beta, others });
    },

    /** The last fresh run with these settings, or null. @param {Settings} settings @returns {FreshRun | null} */
    find: (settings) => known.get(keyOf(settings)) ?? null,

    /** The fresh runs that differ from `settings` in beta alone. @param {Settings} settings */
    along(settings) {
      const wanted = keyOf({ ...settings, beta: null });
      return [...known.values()]
        .filter(({ others }) => others === wanted)
        .map(({ beta, active }) => ({ beta, active }));
    },
  };
}

/** @param {Settings} settings */
function keyOf(settings) {
  return JSON.stringify(Object.entries(settings).sort(([a], [b]) => (a < b ? -1 : 1)));
}

/**
 * Build the comparison of this run with a fresh one of the same settings.
 * @param {LabRun} run @param {number} threshold
 */
export function createComparison({ state }, threshold) {
  const here = h("b", { dataTestid: "lab-here" });
  const there = h("b", { dataTestid: "lab-fresh-active" });
  const note = h("p", { className: "note" });
  state.watch(["now", "fresh", "applied", "pure"], ({ now, fresh, applied, pure }) => {
    if (!now || !applied) return;
    setText(here, `${now.active} of ${now.latent}`);
    setText(there, fresh ? `${fresh.active} of ${fresh.latent}` : "\u2013");
    setText(note, noteOf(fresh, applied, pure));
  });
  return h(
    "section",
    { className: "lab-comparison" },
    h("h3", {}, `KL > ${threshold} nats at this \u03b2`),
    h("dl", {}, h("dt", {}, "This run"), h("dd", {}, here), h("dt", {}, "A fresh run"), h("dd", {}, there)),
    note,
  );
}

/** @param {FreshRun | null} fresh @param {Settings} applied @param {boolean} pure */
function noteOf(fresh, applied, pure) {
  if (pure) return `This run is a fresh one; it counts after ${SETTLED} steps.`;
  if (fresh)
    return `The fresh run trained ${count(fresh.step)} steps from its first weights with the present settings.`;
  const press = `press \u201cFresh run\u201d at \u03b2 = ${betaText(applied.beta)} and let it train ${SETTLED} steps`;
  return `None with these settings yet: ${press}.`;
}
