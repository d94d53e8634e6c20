/** The transition from one map to another: points move from where they were to where they belong. */

/** @import { MapData } from "../core/types.js" */
/** @import { Placed } from "./layer.js" */
/** @typedef {Placed & {map: MapData}} Left a map that is left, with its points in their window */
/** @typedef {{from: Left | null, t: number}} Moment what is left, null at rest, and the share of the way, 0 to 1 */

const DURATION_MS = 400;

/** @type {(t: number) => number} */
const easing = (t) => t * t * (3 - 2 * t);

/**
 * Make the motion.
 * @param {() => void} redraw called at every frame of it
 * @param {() => boolean} [calm] whether the visitor wants no motion
 * @param {() => number} [now] in milliseconds
 */
export function createMotion(
  redraw,
  calm = () => matchMedia("(prefers-reduced-motion: reduce)").matches,
  now = () => performance.now(),
) {
  /** @type {Left | null} */
  let from = null;
  let started = 0;
  return {
    /** Begin to leave a map; without motion it is left at once. @param {Left} left */
    leave(left) {
      from = calm() ? null : left;
      started = now();
    },
    stop() {
      from = null;
    },
    /** @returns {Moment} */
    at() {
      const t = from ? Math.min(1, (now() - started) / DURATION_MS) : 1;
      if (t === 1) from = null;
      if (from) requestAnimationFrame(redraw);
      return { from, t: easing(t) };
    },
  };
}
