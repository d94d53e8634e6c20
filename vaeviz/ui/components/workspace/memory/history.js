/**
 * Undo and redo: the places z and c have been, as one strip. Where one goes along it nothing is lost; the first move of
 * one's own cuts off what is ahead. Locks are no part of a place: they stay as they are, and hold nothing back here.
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

/** The history; `remember()` before anything that undo should lead back from, once a gesture. */
export function createHistory(store) {
  let stepping = false;
  store.watch(["z", "c"], ({ future }) => {
    if (!stepping && future.length) store.set({ future: [] });
  });

  function go(to, say) {
    const { places, here } = stripOf(store.get());
    if (to === here || !places[to]) return;
    places[here] = place(store.get(), Object.keys(places[to])); // so that the way back brings as much
    stepping = true;
    store.set({ ...places[to], past: places.slice(0, to), future: places.slice(to + 1).reverse(), say });
    stepping = false;
  }
  return {
    /** Keep where we are, once: twice the same place is one step. */
    remember() {
      const { past } = store.get();
      if (past.length && same(past.at(-1), store.get())) return;
      store.set({ past: [...past.slice(2 - MAX_PLACES), place(store.get())] });
    },
    undo: () => go(stripOf(store.get()).here - 1, "Undone."),
    redo: () => go(stripOf(store.get()).here + 1, "Done again."),

    /** Go to the i-th place of the strip. */
    jump: (i) => go(i, "Back at a visited place."),
  };
}

function same(one, other) {
  return one.z === other.z && one.c === other.c && one.images === other.images;
}
