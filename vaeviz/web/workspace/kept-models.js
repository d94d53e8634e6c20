/** What a visitor made of each model: it outlives a change of the model, and a look at another page. */

import { sameNumbers } from "../latents/place.js";
import { MAX_PLACES, place } from "../history/history.js";

const MOST = 8; // models
const KEYS = ["directions", "past", "future", "tool", "convention", "styles", "sweep", "walk", "encodeAs"];
const kept = new Map(); // digest -> {...KEYS, here: the place it was left at}, the newest last

/** Keep what was made of the model of `state`. */
export function keepMade(state) {
  if (!state.model) return;
  const { digest } = state.model;
  kept.delete(digest);
  kept.set(digest, { ...Object.fromEntries(KEYS.map((key) => [key, state[key]])), here: place(state) });
  for (const old of [...kept.keys()].slice(0, -MOST)) kept.delete(old);
}

/**
 * `view`, what is to be shown of the model of `digest`, with what was made of it. Where it is the place that was left,
 * all that belongs to that place comes back with it; else undo leads there, as from any other move.
 */
export function withMade(view, digest) {
  const made = kept.get(digest);
  if (!made) return view;
  const { here, ...rest } = made;
  if (sameNumbers(here.z, view.z) && sameNumbers(here.c, view.c)) {
    const { z, c, posterior, images, source } = here;
    return { ...view, ...rest, z, c, posterior, images, source: source ?? view.source };
  }
  return { ...view, ...rest, past: [...made.past.slice(2 - MAX_PLACES), here], future: [] };
}
