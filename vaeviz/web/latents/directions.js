/** Directions: named unit vectors in z, each a slider of its own. The coordinate of z is (z - prior mean) . v. */

import { priorAt } from "./gaussian.js";
import { moved } from "./moves.js";
import { placed } from "./place.js";

export const MOST = 16;
export const LONGEST = 40; // characters of a name
const NOTHING = 1e-6; // of a squared length: as good as zero

/** Where z stands along `vector`. */
export function coordinate(z, { mu }, vector) {
  return vector.reduce((sum, v, j) => sum + v * (z[j] - mu[j]), 0);
}

/** The squared share of a unit vector that is free to move. */
export function freedom(vector, locks) {
  return vector.reduce((sum, v, j) => (locks.includes(j) ? sum : sum + v * v), 0);
}

/**
 * `z` moved along `vector` until it stands at `value`. Locked dimensions stay and the others go the farther, so that the
 * slider stands where it was put; all of it locked moves nothing.
 */
export function slid(state, vector, value) {
  const share = freedom(vector, state.locks);
  if (share < NOTHING) return state.z;
  const way = (value - coordinate(state.z, priorAt(state.model, state.c), vector)) / share;
  return placed(
    state,
    state.z.map((at, j) => at + way * vector[j]),
  );
}

/** `name` as it may stand in the list: trimmed, not empty, and with a number where it is taken. */
export function freeName(directions, name) {
  const wanted =
    String(name ?? "")
      .trim()
      .slice(0, LONGEST) || "direction";
  const taken = new Set(directions.map((one) => one.name));
  if (!taken.has(wanted)) return wanted;
  for (let k = 2; ; k++) if (!taken.has(`${wanted} ${k}`)) return `${wanted} ${k}`;
}

/** A direction that was taken away, for the history: it comes back to its place among the others, whatever was made or renamed since. */
function removal(direction, at) {
  return {
    back({ directions }) {
      if (directions.length === MOST)
        return { say: `Direction ${direction.name} cannot come back: there are ${MOST} already.` };
      const name = freeName(directions, direction.name);
      const again = name === direction.name ? direction : Object.freeze({ ...direction, name });
      return {
        directions: Object.freeze([...directions.slice(0, at), again, ...directions.slice(at)]),
        say: `Direction ${name} is back.`,
      };
    },
    on({ directions }) {
      const gone = directions.find(({ vector }) => vector === direction.vector);
      return gone
        ? {
            directions: Object.freeze(directions.filter((one) => one !== gone)),
            say: `Direction ${gone.name} is gone.`,
          }
        : {};
    },
  };
}

/** The actions; each says what it did, and `addDirection` and `renameDirection` return the name or null. */
export function createDirections(store, { remember }) {
  let held = null; // {direction, locks, from, to}: a slide under way starts from where it began, so that no rounding piles up

  const keep = (directions, say) => store.set({ directions: Object.freeze(directions), say });
  const refuse = (say) => (store.set({ say }), null);

  return {
    addDirection(name, vector) {
      const { directions, model } = store.get();
      const length = Math.hypot(...vector);
      if (vector.length !== model.latent_dim)
        return refuse(`A direction of ${vector.length} numbers does not fit ${model.latent_dim} dimensions.`);
      if (!(length > NOTHING) || !Number.isFinite(length))
        return refuse("This direction has no length: its two ends are the same.");
      if (directions.length === MOST)
        return refuse(`There are ${MOST} directions, which is all that is kept; remove one first.`);
      const free = freeName(directions, name);
      keep(
        [...directions, Object.freeze({ name: free, vector: Float32Array.from(vector, (v) => v / length) })],
        `Direction ${free} is a slider now.`,
      );
      return free;
    },

    renameDirection(name, wanted) {
      const { directions } = store.get();
      const next = wanted.trim().slice(0, LONGEST);
      if (next === name) return name;
      if (!next) return refuse("A direction needs a name.");
      if (directions.some((one) => one.name === next)) return refuse(`There is a direction ${next} already.`);
      keep(
        directions.map((one) => (one.name === name ? Object.freeze({ ...one, name: next }) : one)),
        `${name} is called ${next} now.`,
      );
      return next;
    },

    /** Take a direction away; undo brings it back. */
    removeDirection(name) {
      const { directions } = store.get();
      const at = directions.findIndex((one) => one.name === name);
      const change = removal(directions[at], at);
      remember(change);
      store.set(change.on(store.get()));
    },

    /** Move z along a direction until it stands at `value`. */
    slideDirection(name, value) {
      const state = store.get();
      const direction = state.directions.find((one) => one.name === name);
      if (!direction) return;
      if (held?.direction !== direction || held.locks !== state.locks || held.to !== state.z)
        held = { direction, locks: state.locks, from: state.z };
      held.to = slid({ ...state, z: held.from }, direction.vector, value);
      store.set({ z: held.to, ...moved(state) });
    },

    resetDirection(name) {
      remember();
      this.slideDirection(name, 0);
    },
  };
}
