/** One small observable state: parts read it, actions patch it, listeners are called when their keys change. */

/** @import { Store } from "./types.js" */

/**
 * Make a store; `set` notifies at once, in the same event, so that a drag never waits for a frame.
 * @template {object} S
 * @param {S} initial
 * @returns {Store<S>}
 */
export function createStore(initial) {
  /** @type {Readonly<S>} */
  let state = Object.freeze({ ...initial });
  /** @type {Set<{ keys: Set<keyof S>; listen: (state: Readonly<S>) => void }>} */
  const listeners = new Set();
  return {
    get: () => state,

    /** Replace the given keys; a key whose value is the same object does not count as changed. */
    set(patch) {
      const changed = /** @type {(keyof S)[]} */ (Object.keys(patch)).filter(
        (key) => !Object.is(state[key], patch[key]),
      );
      if (!changed.length) return;
      state = Object.freeze({ ...state, ...patch });
      for (const listener of [...listeners]) {
        if (changed.some((key) => listener.keys.has(key))) listener.listen(state);
      }
    },

    /** Call `listen(state)` now and whenever one of `keys` changes; returns the function that stops it. */
    watch(keys, listen) {
      const listener = { keys: new Set(keys), listen };
      listeners.add(listener);
      listen(state);
      return () => listeners.delete(listener);
    },
  };
}
