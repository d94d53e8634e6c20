/**
 * Undo and redo: the places z and c have been, as one strip. Where one goes along it nothing is lost; the first move of
 * one's own cuts off what is ahead. Locks are no part of a place: they stay as they are, and hold nothing back here. Pins,
 * directions and groups are none either: what was done to one of them is a `change` between two places, which undo and
 * redo make alone, so that what was made since stays.
 */

export const MAX_PLACES = 100; // of the strip: behind, here and ahead
const KEPT = ["z", "c", "posterior", "images", "source", "seed", "temperature"];

/** What undo brings back of a state: `keys` are more where a whole workspace was loaded. */
export function place(state, keys = KEPT) {
  return Object.fromEntries(keys.map((key) => [key, state[key]]));
}

/** How many places undo can lead back to: a place one has not left yet is none. */
export function behind(state) {
  let n = state.past.length;
  while (n && same(state.past[n - 1], state)) n--;
  return n;
}

/** All places, the oldest first, and which of them is here. */
export function stripOf(state) {
  const here = behind(state);
  return { places: [...state.past.slice(0, here), place(state), ...[...state.future].reverse()], here };
}

/** The places that can be told apart, as `stripOf`; `at` says where in the whole strip each of them is. */
export function visitedOf(state) {
  const { places, here } = stripOf(state);
  const at = [...places.keys()].filter((i) => i === 0 || !alike(places[i], places[i - 1]));
  return { places: at.map((i) => places[i]), here: at.filter((i) => i <= here).length - 1, at };
}

/**
 * The history; `remember()` before anything that undo should lead back from, once a gesture. With a `change`, {back, on},
 * it is a step where z may stay, and cuts off what is ahead: back(state) and on(state) say what undo and redo set besides.
 */
export function createHistory(store) {
  let stepping = false;
  store.watch(["z", "c"], ({ future }) => {
    if (!stepping && future.length) store.set({ future: [] });
  });

  function go(patch, say) {
    stepping = true;
    store.set({ say, ...patch });
    stepping = false;
  }
  return {
    /** Keep where we are, once: twice the same place is one step. */
    remember(change = null) {
      const state = store.get();
      const past = state.past.slice(0, behind(state));
      if (!change && past.length < state.past.length) return;
      store.set({
        past: [...past.slice(2 - MAX_PLACES), { ...place(state), ...(change && { change }) }],
        ...(change && { future: [] }),
      });
    },
    undo() {
      const state = store.get();
      const from = behind(state);
      if (from) go({ ...stepBack(state), ...state.past[from - 1].change?.back(state) }, "Undone.");
    },
    redo() {
      const state = store.get();
      if (state.future.length) go({ ...stepOn(state), ...state.future.at(-1).change?.on(state) }, "Done again.");
    },

    /** Go to the i-th place of the strip; pins, directions and groups stay. */
    jump(i) {
      const { places, here } = stripOf(store.get());
      if (!places[i] || i === here) return;
      let patch = {};
      for (let at = here; at !== i; at += Math.sign(i - here)) {
        const state = { ...store.get(), ...patch };
        patch = { ...patch, ...(i < here ? stepBack(state) : stepOn(state)) };
      }
      go(patch, "Back at a visited place.");
    },
  };
}

/** The place before, and the strip from there; a change goes with the place that it led to. */
function stepBack(state) {
  const past = state.past.slice(0, behind(state));
  const { change, ...there } = past.pop();
  return { ...there, past, future: [...state.future, left(state, there, change)] };
}

/** The place ahead, and the strip from there. */
function stepOn(state) {
  const { change, ...there } = state.future.at(-1);
  return {
    ...there,
    past: [...state.past.slice(0, behind(state)), left(state, there, change)],
    future: state.future.slice(0, -1),
  };
}

/** What is kept of a place on leaving it: as much as what comes `there`, so that the way back brings as much. */
function left(state, there, change) {
  return { ...place(state, Object.keys(there)), ...(change && { change }) };
}

/** Whether a place that was kept is what is here: also in what it has besides the keys of every place. */
function same(kept, state) {
  return alike(kept, state) && Object.keys(kept).every((key) => KEPT.includes(key) || kept[key] === state[key]);
}

function alike(one, other) {
  return one.z === other.z && one.c === other.c && one.images === other.images;
}
