/** The change from one map to another: points glide from where they were to where they belong. */

const GLIDE_MS = 400;

const easing = (t) => t * t * (3 - 2 * t);

/** Make the motion; `redraw()` is called at every frame of it. */
export function createMotion(
  redraw,
  calm = () => matchMedia("(prefers-reduced-motion: reduce)").matches,
  now = () => performance.now(),
) {
  let from = null; // {points, window, map} that are left
  let started = 0;
  return {
    /** Begin to leave a map; nothing glides for who wants no motion. */
    leave(left) {
      [from, started] = [calm() ? null : left, now()];
    },
    stop() {
      from = null;
    },
    /** What is left and how far we are: {from, t}; from is null at rest. */
    at() {
      const t = from ? Math.min(1, (now() - started) / GLIDE_MS) : 1;
      if (t === 1) from = null;
      if (from) requestAnimationFrame(redraw);
      return { from, t: easing(t) };
    },
  };
}
