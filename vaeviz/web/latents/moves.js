/** Moves of z and c: one dimension, all of them, the condition. Locked dimensions stay where they are. */

/** @import { PageStore, State } from "../core/types.js" */

import { priorAt } from "./gaussian.js";
import { heldText, placed, snap, snappedCondition } from "./place.js";
import { underText } from "./prior-text.js";

/**
 * @param {PageStore} store
 * @param {{remember: () => void}} history `remember` is called before a move that undo should take back
 */
export function createMoves(store, { remember }) {
  return {
    /**
     * Move one dimension; everything else, the image's posterior too, stays. A lock does not hold here: it disables the
     * slider.
     * @param {number} dim
     * @param {number} value
     */
    setDim(dim, value) {
      const z = store.get().z.slice();
      z[dim] = snap(value);
      store.set({ z, ...moved(store.get()) });
    },

    /**
     * Move one dimension back to the prior's mean, unless it is there or locked.
     * @param {number} dim
     */
    resetDim(dim) {
      if (!canResetDim(store.get(), dim)) return;
      remember();
      const { model, c } = store.get();
      this.setDim(dim, priorAt(model, c).mu[dim]);
    },

    /** @param {Float32Array} c @param {string | null} message */
    setCondition(c, message = null) {
      remember();
      store.set({ c: snappedCondition(c), ...(message && { say: message }) });
    },

    /** Move z to the prior's mean; the condition stays. */
    reset() {
      remember();
      const { model, c } = store.get();
      const { mu } = priorAt(model, c);
      const text = `the prior's mean${underText(model, c)}${heldText(store.get(), mu)}`;
      store.set({
        z: placed(store.get(), mu),
        posterior: null,
        images: null,
        source: { kind: "mean", text },
        say: "Reset to the prior's mean.",
      });
    },

    /**
     * Lock a dimension, or unlock it.
     * @param {number} dim
     */
    toggleLock(dim) {
      const { locks } = store.get();
      const held = locks.includes(dim);
      store.set({
        locks: Object.freeze(held ? locks.filter((one) => one !== dim) : [...locks, dim]),
        say: `z${dim} is ${held ? "unlocked" : "locked"}.`,
      });
    },
  };
}

/**
 * The source of z after a move by hand: the same, marked as moved.
 * @param {Pick<State, "source">} state
 * @returns {Partial<State>}
 */
export function moved({ source }) {
  return source?.kind && !source.moved ? { source: { ...source, moved: true } } : {};
}

/**
 * The condition of class `i` of `size`.
 * @param {number} size
 * @param {number} i
 */
export function oneHot(size, i) {
  return Float32Array.from({ length: size }, (_, j) => (j === i ? 1 : 0));
}

/**
 * Whether reset would change anything.
 * @param {State} state
 */
export function canReset(state) {
  return state.posterior !== null || state.z.some((_, dim) => canResetDim(state, dim));
}

/**
 * Whether one dimension is unlocked and away from the prior's mean.
 * @param {State} state
 * @param {number} dim
 */
export function canResetDim({ z, c, model, locks }, dim) {
  return !locks.includes(dim) && Math.abs(z[dim] - priorAt(model, c).mu[dim]) > 5e-3;
}
