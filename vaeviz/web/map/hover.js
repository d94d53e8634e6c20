/** What the pointer is on: rings and cards of points, after a dwell and with a grace; images of empty places. */

import { atNextFrame } from "../core/dom.js";
import { indexOf } from "./index.js";

/** @import { PageStore } from "../core/types.js" */
/** @import { Cards } from "./card.js" */
/** @import { Plane, Point } from "./plane.js" */
/** @import { StageState } from "./stage.js" */
/** @typedef {{now: () => number, later: (work: () => void, ms: number) => any, cancel: (timer: any) => void}} Clock */

export const PICK = 14; // pixels within which a point is meant
export const HIT_MS = 50; // between two looks for a point, at least
export const DWELL_MS = 125; // on a point, before its card comes
export const GRACE_MS = 260; // off the point, before its card goes

/** @type {Clock} */
const CLOCK = {
  now: () => performance.now(),
  later: (work, ms) => setTimeout(work, ms),
  cancel: (timer) => clearTimeout(timer),
};

/**
 * Follow a pointer. `pick(x, y)` gives the point there or -1; `on.ring(i)` gets the point under the pointer and
 * `on.card(i)` the one that has a card (-1: none).
 * @param {(x: number, y: number) => number} pick
 * @param {{ring: (i: number) => void, card: (i: number) => void}} on
 * @param {Clock} [clock]
 */
export function createHover(pick, on, clock = CLOCK) {
  let [ringed, carded, looked] = [-1, -1, -Infinity];
  let [look, dwell, grace] = [null, null, null]; // timers

  /** @param {number} i */
  function ring(i) {
    if (i === ringed) return;
    ringed = i;
    on.ring(i);
    clock.cancel(dwell);
    dwell = i >= 0 ? clock.later(() => card(i), DWELL_MS) : null;
    clock.cancel(grace);
    grace = i !== carded && carded >= 0 ? clock.later(() => card(-1), GRACE_MS) : null;
  }
  /** @param {number} i */
  function card(i) {
    clock.cancel(grace);
    if (i === carded) return;
    carded = i;
    on.card(i);
  }
  /** @type {(x: number, y: number) => void} */
  function lookAt(x, y) {
    looked = clock.now();
    ring(pick(x, y));
  }
  function leave() {
    clock.cancel(look);
    ring(-1);
  }
  return {
    /** @type {(x: number, y: number) => void} */
    move(x, y) {
      clock.cancel(look);
      const wait = HIT_MS - (clock.now() - looked);
      if (wait <= 0) lookAt(x, y);
      else look = clock.later(() => lookAt(x, y), wait);
    },
    /** Ring a point and show its card, without a dwell. @param {number} i */
    show(i) {
      ring(i);
      clock.cancel(dwell);
      card(i);
    },
    leave,
    /** Take everything away at once: the map has changed under the pointer. */
    drop() {
      leave();
      card(-1);
    },
    get carded() {
      return carded;
    },
  };
}

/**
 * Build what a stage shows under the pointer.
 * @param {{state: StageState, plane: Plane, cards: Cards, draw: () => void, store: PageStore}} stage
 */
export function createHoverTarget({ state, plane, cards, draw, store }) {
  /** @type {Point | null} */
  let at = null; // the pointer
  /** @type {(x: number, y: number) => number} */
  const pick = (x, y) => {
    const { view } = state;
    const bare = view && store.get().underlay?.map === view.map.name && !store.get().points;
    return view && !bare ? indexOf(view.map.points).pick(...plane.toData(x, y), PICK / plane.scale) : -1;
  };
  const hover = createHover(pick, {
    ring(i) {
      state.hovered = i;
      draw();
    },
    card(i) {
      const points = state.view?.map.points;
      cards.card(points ? i : -1, points && i >= 0 ? plane.toScreen(points[2 * i], points[2 * i + 1]) : [0, 0]);
      preview();
    },
  });
  const preview = atNextFrame(() => {
    const empty = at !== null && state.view !== null && hover.carded < 0;
    cards.preview(empty && at ? plane.toData(...at) : null, at ?? [0, 0]);
  });
  return {
    pick,
    /** The pointer is at a place; null: it has gone, or does something else. @param {Point | null} place */
    move(place) {
      at = place;
      if (place && state.view) hover.move(...place);
      else hover.leave();
      preview();
    },
    /** Show the card of point i now: a finger cannot hover. @param {number} i */
    show: (i) => hover.show(i),
    drop() {
      at = null;
      hover.drop();
      preview();
    },
  };
}
