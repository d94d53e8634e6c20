/**
 * Undo and redo: the points that z and c have been at, as one strip. Moving along it loses nothing; the first other
 * move cuts off what is ahead. Locks are not part of a place: they stay as they are, and hold nothing back here. Nor
 * are pins, directions and groups: what was done to one of them is a `change` between two places, which undo and redo
 * make alone, so that what was made since stays.
 */

/** @import { Change, PageStore, Place, State } from "../core/types.js" */

export const MAX_PLACES = 100; // of the strip: behind, here and ahead
const TAPS_MS = 1000; // between two taps of a key that belong to one gesture
/** @type {(keyof State)[]} */
const KEPT = ["z", "c", "posterior", "images", "source", "seed", "temperature"];

/**
 * What undo restores of a state: other `keys` where a whole workspace was loaded.
 * @param {Readonly<State>} state
 * @param {(keyof State)[]} keys
 * @returns {Place}
 */
export function placeOf(state, keys = KEPT) {
  return Object.fromEntries(keys.map((key) => [key, state[key]]));
}

/**
 * How many places undo can lead back to: one that was not left yet does not count.
 * @param {Readonly<State>} state
 */
export function behind(state) {
  let n = state.past.length;
  while (n && same(state.past[n - 1], state)) n--;
  return n;
}

/**
 * All places, the oldest first, and the index of the current one.
 * @param {Readonly<State>} state
 */
export function stripOf(state) {
  const here = behind(state);
  return { places: [...state.past.slice(0, here), placeOf(state), ...[...state.future].reverse()], here };
}

/**
 * The places that can be told apart, as `stripOf`; `at` has the index of each of them in the whole strip.
 * @param {Readonly<State>} state
 */
export function visitedOf(state) {
  const { places, here } = stripOf(state);
  const at = [...places.keys()].filter((i) => i === 0 || !alike(places[i], places[i - 1]));
  return { places: at.map((i) => places[i]), here: at.filter((i) => i <= here).length - 1, at };
}

/**
 * The history.
 * @param {PageStore} store
 * @param {() => number} now in ms
 */
export function createHistory(store, now = () => performance.now()) {
  let stepping = false;
  /** @type {{control: object, at: number, past: readonly Place[]} | null} the last tap of a key */
  let tap = null;
  store.watch(["z", "c"], ({ future }) => {
    if (!stepping && future.length) store.set({ future: [] });
  });

  /** @param {Change | null} change */
  function keep(change) {
    const state = store.get();
    const past = state.past.slice(0, behind(state));
    if (!change && past.length < state.past.length) return;
    store.set({
      past: [...past.slice(2 - MAX_PLACES), { ...placeOf(state), ...(change && { change }) }],
      ...(change && { future: [] }),
    });
  }
  /** @param {Partial<State>} patch @param {string} message */
  function go(patch, message) {
    stepping = true;
    store.set({ say: message, ...patch });
    stepping = false;
  }
  return {
    /**
     * Keep the current place, before anything that undo should lead back from, once a gesture; the same place twice is
     * one step. A `change` is a step where z may stay, and cuts off what is ahead. `tapped` is the control that a key
     * was pressed on: taps on the same one within a second of one another are one gesture.
     * @param {Change | null} change
     * @param {object | null} tapped
     */
    remember(change = null, tapped = null) {
      const continued = tapped && tapped === tap?.control && now() - tap.at < TAPS_MS && tap.past === store.get().past;
      if (!continued) keep(change);
      tap = tapped && { control: tapped, at: now(), past: store.get().past };
    },
    undo() {
      const state = store.get();
      const from = behind(state);
      if (from) go({ ...stepBack(state), ...state.past[from - 1].change?.back(state) }, "Undone.");
    },
    redo() {
      const state = store.get();
      if (state.future.length) go({ ...stepOn(state), ...state.future.at(-1)?.change?.on(state) }, "Redone.");
    },

    /**
     * Go to the i-th place of the strip; pins, directions and groups stay.
     * @param {number} i
     */
    jump(i) {
      const { places, here } = stripOf(store.get());
      if (!places[i] || i === here) return;
      /** @type {Partial<State>} */
      let patch = {};
      for (let at = here; at !== i; at += Math.sign(i - here)) {
        const state = { ...store.get(), ...patch };
        patch = { ...patch, ...(i < here ? stepBack(state) : stepOn(state)) };
      }
      go(patch, "Back at a visited point.");
    },
  };
}

/**
 * The place before, and the strip from there; a change goes with the place that it led to.
 * @param {Readonly<State>} state
 */
function stepBack(state) {
  const past = state.past.slice(0, behind(state));
  const { change, ...there } = past[past.length - 1];
  return { ...there, past: past.slice(0, -1), future: [...state.future, leaving(state, there, change)] };
}

/**
 * The place ahead, and the strip from there.
 * @param {Readonly<State>} state
 */
function stepOn(state) {
  const { change, ...there } = state.future[state.future.length - 1];
  return {
    ...there,
    past: [...state.past.slice(0, behind(state)), leaving(state, there, change)],
    future: state.future.slice(0, -1),
  };
}

/**
 * What is kept of a place on leaving it: the keys of the place that comes `there`, so that the step back restores as
 * much.
 * @param {Readonly<State>} state
 * @param {Place} there
 * @param {Change | undefined} change
 * @returns {Place}
 */
function leaving(state, there, change) {
  const keys = /** @type {(keyof State)[]} */ (Object.keys(there));
  return { ...placeOf(state, keys), ...(change && { change }) };
}

/**
 * Whether a place that was kept is the current one, also in what it has besides the keys of every place.
 * @param {Place} kept
 * @param {Readonly<State>} state
 */
function same(kept, state) {
  const keys = /** @type {(keyof State)[]} */ (Object.keys(kept));
  return alike(kept, state) && keys.every((key) => KEPT.includes(key) || kept[key] === state[key]);
}

/** @param {Place} one @param {Place} other */
function alike(one, other) {
  return one.z === other.z && one.c === other.c && one.images === other.images;
}
