/** Directions: named unit vectors in z, each with a slider. The coordinate of z is (z - prior mean) . v. */

/** @import { Change, Direction, Gaussian, PageStore, State, Vector } from "../core/types.js" */

import { priorAt } from "./gaussian.js";
import { moved } from "./moves.js";
import { placed } from "./place.js";

export const MOST = 16;
export const LONGEST = 40; // characters of a name
const NOTHING = 1e-6; // of a squared length: as good as zero

/**
 * The coordinate of z along `vector`.
 * @param {Vector} z
 * @param {Gaussian} prior
 * @param {Float32Array} vector
 */
export function coordinate(z, { mu }, vector) {
  return vector.reduce((sum, v, j) => sum + v * (z[j] - mu[j]), 0);
}

/**
 * The squared share of a unit vector that is not locked.
 * @param {Float32Array} vector
 * @param {readonly number[]} locks
 */
export function freedom(vector, locks) {
  return vector.reduce((sum, v, j) => (locks.includes(j) ? sum : sum + v * v), 0);
}

/**
 * `z` moved along `vector` until its coordinate is `value`. Locked dimensions stay and the others go further, so that
 * the slider stays where it was put; a vector that is locked entirely moves nothing.
 * @param {State} state
 * @param {Float32Array} vector
 * @param {number} value
 */
export function slid(state, vector, value) {
  const share = freedom(vector, state.locks);
  if (share < NOTHING) return state.z;
  const step = (value - coordinate(state.z, priorAt(state.model, state.c), vector)) / share;
  return placed(
    state,
    state.z.map((at, j) => at + step * vector[j]),
  );
}

/**
 * `name` as it may be listed: trimmed, not empty, and with a number where it is taken.
 * @param {readonly Direction[]} directions
 * @param {string} name
 */
export function freeName(directions, name) {
  const wanted = name.trim().slice(0, LONGEST) || "direction";
  const taken = new Set(directions.map((one) => one.name));
  if (!taken.has(wanted)) return wanted;
  for (let k = 2; ; k++) if (!taken.has(`${wanted} ${k}`)) return `${wanted} ${k}`;
}

/**
 * A removed direction, for the history: undo puts it back to its place among the others, whatever was made or renamed
 * since.
 * @param {Direction} direction
 * @param {number} at
 * @returns {Change}
 */
function removal(direction, at) {
  return {
    back({ directions }) {
      if (directions.length === MOST)
        return { say: `Direction ${direction.name} cannot be restored: there are ${MOST} already.` };
      const name = freeName(directions, direction.name);
      const again = name === direction.name ? direction : Object.freeze({ ...direction, name });
      return {
        directions: Object.freeze([...directions.slice(0, at), again, ...directions.slice(at)]),
        say: `Direction ${name} restored.`,
      };
    },
    on({ directions }) {
      const gone = directions.find(({ vector }) => vector === direction.vector);
      if (!gone) return {};
      return {
        directions: Object.freeze(directions.filter((one) => one !== gone)),
        say: `Direction ${gone.name} removed.`,
      };
    },
  };
}

/**
 * The actions; each announces what it did, and `addDirection` and `renameDirection` return the name or null.
 * @param {PageStore} store
 * @param {{remember: (change?: Change) => void}} history
 */
export function createDirections(store, { remember }) {
  /**
   * @type {{direction: Direction, locks: readonly number[], from: Float32Array, to: Float32Array} | null} the slide in
   * progress: it starts from where it began, so that rounding does not accumulate
   */
  let held = null;

  /** @param {Direction[]} directions @param {string} message */
  const keep = (directions, message) => store.set({ directions: Object.freeze(directions), say: message });
  /** @param {string} message @returns {null} */
  const refuse = (message) => {
    store.set({ say: message });
    return null;
  };

  return {
    /** @param {string} name @param {Vector} vector */
    addDirection(name, vector) {
      const { directions, model } = store.get();
      const length = Math.hypot(...vector);
      if (vector.length !== model.latent_dim)
        return refuse(`A direction of ${vector.length} numbers does not fit ${model.latent_dim} dimensions.`);
      if (!(length > NOTHING) || !Number.isFinite(length))
        return refuse("This direction has no length: its two ends are the same.");
      if (directions.length === MOST)
        return refuse(`There are ${MOST} directions already, which is the most; remove one first.`);
      const free = freeName(directions, name);
      keep(
        [...directions, Object.freeze({ name: free, vector: Float32Array.from(vector, (v) => v / length) })],
        `Direction ${free} is a slider now.`,
      );
      return free;
    },

    /** @param {string} name @param {string} wanted */
    renameDirection(name, wanted) {
      const { directions } = store.get();
      const next = wanted.trim().slice(0, LONGEST);
      if (next === name) return name;
      if (!next) return refuse("A direction needs a name.");
      if (directions.some((one) => one.name === next)) return refuse(`There is already a direction called ${next}.`);
      keep(
        directions.map((one) => (one.name === name ? Object.freeze({ ...one, name: next }) : one)),
        `${name} is now called ${next}.`,
      );
      return next;
    },

    /**
     * Remove a direction; undo restores it.
     * @param {string} name
     */
    removeDirection(name) {
      const { directions } = store.get();
      const at = directions.findIndex((one) => one.name === name);
      const change = removal(directions[at], at);
      remember(change);
      store.set(change.on(store.get()));
    },

    /**
     * Move z along a direction until its coordinate is `value`.
     * @param {string} name
     * @param {number} value
     */
    slideDirection(name, value) {
      const state = store.get();
      const direction = state.directions.find((one) => one.name === name);
      if (!direction) return;
      const goesOn = held?.direction === direction && held.locks === state.locks && held.to === state.z;
      const from = goesOn && held ? held.from : state.z;
      held = { direction, locks: state.locks, from, to: slid({ ...state, z: from }, direction.vector, value) };
      store.set({ z: held.to, ...moved(state) });
    },

    /** @param {string} name */
    resetDirection(name) {
      remember();
      this.slideDirection(name, 0);
    },
  };
}
