/** One small observable state: parts read it, actions patch it, listeners hear which keys changed. */

/** Make a store; `set` notifies at once, in the same event, so that a drag never waits for a frame. */
export function createStore(initial) {
  let state = Object.freeze({ ...initial });
  const listeners = new Set();
  return {
    get: () => state,

    /** Replace the given keys; a key whose value is the same object does not count as changed. */
    set(patch) {
      const changed = Object.keys(patch).filter((key) => !Object.is(state[key], patch[key]));
      if (!changed.length) return;
      state = Object.freeze({ ...state, ...patch });
      for (const listener of [...listeners]) {
        if (changed.some((key) => listener.keys.has(key))) listener.hear(state);
      }
    },

    /** Call `hear(state)` now and whenever one of `keys` changes; returns the way to stop it. */
    watch(keys, hear) {
      const listener = { keys: new Set(keys), hear };
      listeners.add(listener);
      hear(state);
      return () => listeners.delete(listener);
    },
  };
}
