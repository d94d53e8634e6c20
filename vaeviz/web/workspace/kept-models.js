/** What visitors made of each model: it outlives a change of the model, and a look at another page. */

/** @import { State } from "../core/types.js" */

import { sameNumbers } from "../latents/place.js";
import { MAX_PLACES, placeOf } from "../history/history.js";

const MOST = 8; // models
const KEYS = /** @type {const} */ ([
  ...["directions", "past", "future", "tool", "convention", "styles", "sweep", "interpolation", "encodeAs"],
  ...["pins", "path"],
]);

/** @type {Map<string, Pick<State, typeof KEYS[number]> & { here: Partial<State> }>} */
const kept = new Map(); // digest -> what was made, and the place it was left at; the newest last

/** Keep what was made of the model of `state`. */
export function keepMade(/** @type {State} */ state) {
  if (!state.model) return;
  const { digest } = state.model;
  kept.delete(digest);
  const made = /** @type {Pick<State, typeof KEYS[number]>} */ (
    Object.fromEntries(KEYS.map((key) => [key, state[key]]))
  );
  kept.set(digest, { ...made, path: made.path && { ...made.path, playing: false }, here: placeOf(state) });
  for (const old of [...kept.keys()].slice(0, -MOST)) kept.delete(old);
}

/**
 * `view`, what is to be shown of the model of `digest`, with what was made of it but for the keys that are `given`. If
 * it
 * is the place that was left, all that belongs to that place comes back; else undo leads there, as after any other
 * move.
 * @param {Partial<State> & Pick<State, "z" | "c" | "source">} view
 * @param {string[]} given
 * @param {string} digest
 */
export function withMade(view, given, digest) {
  const made = kept.get(digest);
  if (!made) return view;
  const { here, ...all } = made;
  const rest = Object.fromEntries(Object.entries(all).filter(([key]) => !given.includes(key)));
  if (here.z && here.c && sameNumbers(here.z, view.z) && sameNumbers(here.c, view.c)) {
    const { z, c, posterior, images, source } = here;
    return { ...view, ...rest, z, c, posterior, images, source: source ?? view.source };
  }
  return { ...view, ...rest, past: [...made.past.slice(2 - MAX_PLACES), here], future: [] };
}
