/** When a card on a point comes and goes: a dwell before it, a grace after it. Nothing here knows the page. */

export const PICK = 14; // pixels within which a point is meant
export const HIT_MS = 50; // between two looks for a point, at least
export const DWELL_MS = 125; // on a point, before its card comes
export const GRACE_MS = 260; // off the point, before its card goes

const CLOCK = {
  now: () => performance.now(),
  later: (work, ms) => setTimeout(work, ms),
  cancel: (timer) => clearTimeout(timer),
};

/**
 * Follow a pointer. `pick(x, y)` gives the point there or -1; `on.ring(i)` hears which point is meant (-1: none),
 * `on.card(i)` which one has a card (-1: none).
 */
export function createHover(pick, on, clock = CLOCK) {
  let [meant, carded] = [-1, -1];
  let [looked, look, dwell, grace] = [-Infinity, null, null, null];

  function mean(i) {
    if (i === meant) return;
    meant = i;
    on.ring(i);
    clock.cancel(dwell);
    dwell = i >= 0 ? clock.later(() => card(i), DWELL_MS) : null;
    clock.cancel(grace);
    grace = i !== carded && carded >= 0 ? clock.later(() => card(-1), GRACE_MS) : null;
  }
  function card(i) {
    clock.cancel(grace);
    if (i !== carded) on.card((carded = i));
  }
  function lookAt(x, y) {
    looked = clock.now();
    mean(pick(x, y));
  }
  return {
    move(x, y) {
      clock.cancel(look);
      const wait = HIT_MS - (clock.now() - looked);
      if (wait <= 0) lookAt(x, y);
      else look = clock.later(() => lookAt(x, y), wait);
    },
    /** Mean a point and show its card, without a dwell. */
    show(i) {
      mean(i);
      clock.cancel(dwell);
      card(i);
    },
    leave() {
      clock.cancel(look);
      mean(-1);
    },
    /** Take everything away at once: the map has changed under the pointer. */
    drop() {
      this.leave();
      card(-1);
    },
    get carded() {
      return carded;
    },
  };
}
