/** Moves of z and c: one dimension, all of them, the condition. Locked dimensions stay where they are. */

import { priorAt } from "./gaussian.js";
import { heldText, placed, snap, snappedCondition } from "./place.js";
import { underText } from "./prior-text.js";

/** `remember()` is called before a move that undo should take back. */
export function createMoves(store, { remember }) {
  return {
    /** Move one dimension; everything else, the image's posterior too, stays. A lock does not hold here: it greys the slider. */
    setDim(dim, value) {
      const z = store.get().z.slice();
      z[dim] = snap(value);
      store.set({ z, ...moved(store.get()) });
    },

    /** One dimension back to the prior's mean; nothing where it is there, or locked. */
    resetDim(dim) {
      if (!canResetDim(store.get(), dim)) return;
      remember();
      const { model, c } = store.get();
      this.setDim(dim, priorAt(model, c).mu[dim]);
    },

    setCondition(c, say = null) {
      remember();
      store.set(say ? { c: snappedCondition(c), say } : { c: snappedCondition(c) });
    },

    /** Back to the prior's mean; the condition stays. */
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

    /** Hold a dimension where it is, or let it go. */
    toggleLock(dim) {
      const { locks } = store.get();
      const held = locks.includes(dim);
      const say = held ? `z${dim} is free.` : `z${dim} is locked.`;
      store.set({ locks: Object.freeze(held ? locks.filter((one) => one !== dim) : [...locks, dim]), say });
    },
  };
}

/** What a move by hand makes of where z came from: the same, moved. */
export function moved({ source }) {
  return source?.kind && !source.moved ? { source: { ...source, moved: true } } : {};
}

/** The condition of one class of `size`. */
export function oneHot(size, i) {
  return Float32Array.from({ length: size }, (_, j) => (j === i ? 1 : 0));
}

/** Whether reset would change anything. */
export function canReset(state) {
  return state.posterior !== null || state.z.some((_, dim) => canResetDim(state, dim));
}

/** Whether one dimension is away from the prior's mean. */
export function canResetDim({ z, c, model, locks }, dim) {
  return !locks.includes(dim) && Math.abs(z[dim] - priorAt(model, c).mu[dim]) > 5e-3;
}
