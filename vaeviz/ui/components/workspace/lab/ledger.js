/** What fresh runs ended in, by their settings: the measure of a run that came back to the same place another way. */

const LEAST = 400; // steps until a fresh run's count of active units says something: early on all units move

/** Make a ledger for one visit. */
export function createLedger() {
  const known = new Map(); // settings -> {active, latent, step}
  return {
    /** Note how a run stands whose settings have been the same since its first step. */
    note(settings, { step, active, latent }) {
      if (step >= LEAST) known.set(keyOf(settings), { active, latent, step });
    },

    /** The last fresh run with these settings, or null. */
    find: (settings) => known.get(keyOf(settings)) ?? null,
  };
}

function keyOf(settings) {
  return JSON.stringify(Object.entries(settings).sort(([a], [b]) => (a < b ? -1 : 1)));
}
