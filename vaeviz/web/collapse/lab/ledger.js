/** What fresh runs ended in, by their settings: the measure of a run that came back to the same place another way. */

export const LEAST = 400; // steps until a fresh run's count of active units says something: early on all dimensions move

/** Make a ledger for one visit. */
export function createLedger() {
  const known = new Map(); // settings -> {active, latent, step, beta, others}
  return {
    /** Note how a run stands whose settings have been the same since its first step. */
    note(settings, { step, active, latent }) {
      if (step >= LEAST)
        known.set(keyOf(settings), {
          active,
          latent,
          step,
          beta: settings.beta,
          others: keyOf({ ...settings, beta: null }),
        });
    },

    /** The last fresh run with these settings, or null. */
    find: (settings) => known.get(keyOf(settings)) ?? null,

    /** The fresh runs that differ from `settings` in beta alone: [{beta, active}]. */
    along(settings) {
      const wanted = keyOf({ ...settings, beta: null });
      return [...known.values()]
        .filter(({ others }) => others === wanted)
        .map(({ beta, active }) => ({ beta, active }));
    },
  };
}

function keyOf(settings) {
  return JSON.stringify(Object.entries(settings).sort(([a], [b]) => (a < b ? -1 : 1)));
}
