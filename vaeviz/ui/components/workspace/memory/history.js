/** Undo and redo: the places z and c have been. */

const MAX_PAST = 100;
const KEPT = ["z", "c", "posterior", "images", "source", "seed", "temperature"];

/** What undo brings back of a state. */
export function place(state) {
  return Object.fromEntries(KEPT.map((key) => [key, state[key]]));
}

/** The history; `remember()` before anything that undo should lead back from. */
export function createHistory(store) {
  function step(from, to, say) {
    const state = store.get();
    if (!state[from].length) return;
    store.set({ ...state[from].at(-1), [from]: state[from].slice(0, -1), [to]: [...state[to], place(state)], say });
  }
  return {
    /** Keep where we are, once: twice the same place is one step. */
    remember() {
      const { past, z, c } = store.get();
      const last = past.at(-1);
      if (last && last.z === z && last.c === c) return;
      store.set({ past: [...past.slice(1 - MAX_PAST), place(store.get())], future: [] });
    },
    undo: () => step("past", "future", "Undone."),
    redo: () => step("future", "past", "Done again."),
  };
}
