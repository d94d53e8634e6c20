/** Playing the interpolation back and forth by the clock; in slow steps where the visitor wants little motion. */

import { advance } from "../history/player.js";

/** @import { PageStore } from "../core/types.js" */

const SECONDS = 3; // one way
const [STEPS, STEP_MS] = [8, 700]; // one way, with little motion
const LONGEST_MS = 100; // that one frame may stand for

const BROWSER = {
  frame: (/** @type {(now: number) => void} */ draw) => requestAnimationFrame(draw),
  later: (/** @type {() => void} */ work, /** @type {number} */ ms) => setTimeout(work, ms),
  calm: () => matchMedia("(prefers-reduced-motion: reduce)").matches,
};

/**
 * The player: `at(t)` is c at t from 0 to 1, `here()` the t of c, null where c is not between the two classes. It stops
 * when something else moves c.
 * @param {PageStore} store
 * @param {{ remember(): void }} history
 * @param {{ at(t: number): Float32Array, here(): number | null }} path
 * @param {{ frame(draw: (now: number) => void): unknown, later(work: () => void, ms: number): unknown,
 *   calm(): boolean }} env
 */
export function createInterpolationPlayer(store, { remember }, { at, here }, env = BROWSER) {
  /** @type {((playing: boolean) => void)[]} */
  const listeners = [];
  let playing = false;
  let way = 1;
  /** @type {Float32Array | null} */
  let own = null; // the c that was set here last
  let runs = 0;

  store.watch(["c", "model"], ({ c }) => {
    if (playing && c !== own) stop();
  });

  function setPlaying(/** @type {boolean} */ now) {
    playing = now;
    for (const listener of listeners) listener(playing);
  }
  function stop() {
    if (playing) setPlaying(false);
    runs += 1;
  }
  function move(/** @type {number} */ share) {
    const next = advance({ t: here() ?? 0, way }, share);
    way = next.way;
    own = at(next.t);
    store.set({ c: own });
  }
  /** @param {number} run @param {number | null} last */
  function smoothly(run, last = null) {
    env.frame((now) => {
      if (run !== runs) return;
      if (last !== null) move(Math.min(now - last, LONGEST_MS) / (1000 * SECONDS));
      smoothly(run, now);
    });
  }
  function inSteps(/** @type {number} */ run) {
    env.later(() => {
      if (run !== runs) return;
      move(1 / STEPS);
      inSteps(run);
    }, STEP_MS);
  }
  return {
    stop,
    /** Play, or stop; playing is one step for undo. */
    toggle() {
      if (playing) return stop();
      remember();
      setPlaying(true);
      own = store.get().c;
      runs += 1;
      if (env.calm()) inSteps(runs);
      else smoothly(runs);
    },
    /** Call `listener(playing)` now and at every change. */
    watch(/** @type {(playing: boolean) => void} */ listener) {
      listeners.push(listener);
      listener(playing);
    },
  };
}
