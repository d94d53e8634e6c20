/** Movement along the path: by hand, or played back and forth. */

/** @import { PageStore, Path, Source } from "../core/types.js" */
/** @import { Point } from "./path.js" */

import { fixed } from "../core/format.js";
import { pathAt, pathText } from "./path.js";

export const SPEEDS = [1, 2, 4, 8, 16]; // seconds for the whole path, one way
/** @type {Path} */
const START = { method: "lerp", t: 0, playing: false, speed: 4 };
const LONGEST_MS = 100; // that one frame may count for: after a stall the path goes on without a leap

/**
 * Go on by a `share` of the path from `t`; at either end it turns. `way` is 1 or -1.
 * @param {{t: number, way: number}} at
 * @param {number} share
 */
export function advance({ t, way }, share) {
  const phase = ((way > 0 ? t : 2 - t) + share) % 2;
  return phase <= 1 ? { t: phase, way: 1 } : { t: 2 - phase, way: -1 };
}

/**
 * A function that starts calling `step(ms since the frame before)` at every frame until it returns false; a new run
 * ends the one before.
 * @param {(draw: (now: number) => void) => unknown} frame
 * @param {(ms: number) => boolean} step
 */
function createClock(frame, step) {
  let runs = 0;
  return () => {
    const mine = ++runs;
    /** @type {number | null} */
    let last = null;
    const tick = (/** @type {number} */ now) => {
      if (mine !== runs || !step(last === null ? 0 : Math.min(now - last, LONGEST_MS))) return;
      last = now;
      frame(tick);
    };
    frame(tick);
  };
}

/**
 * The actions of the path. Pins are restored whatever is locked, and so is the path.
 * @param {PageStore} store
 * @param {{remember: () => void}} history
 * @param {(draw: (now: number) => void) => unknown} frame calls `draw(ms)` at the next frame
 */
export function createPlayer(store, { remember }, frame = (draw) => requestAnimationFrame(draw)) {
  /** @type {Partial<Point>} z and c that were set here last */
  let own = {};
  let way = 1;
  /** @type {Source | null} */
  let source = null;

  store.watch(["pins"], ({ pins, path, z }) => {
    source = { kind: "path", text: `the path ${pathText(pins)}` };
    if (pins.length < 2) store.set({ path: null });
    else store.set({ path: { ...(path ?? { ...START, t: pins.at(-1)?.z === z ? 1 : 0 }), playing: false } });
  });
  store.watch(["z", "c"], ({ z, c }) => {
    if (z !== own.z || c !== own.c) stop();
  });

  function stop(message = "Stopped: z was moved.") {
    const { path } = store.get();
    if (path?.playing) store.set({ path: { ...path, playing: false }, say: message });
  }
  /** @param {number} t @param {Partial<Path>} more */
  function go(t, more = {}) {
    const state = store.get();
    if (!state.path) return;
    const path = { ...state.path, ...more, t };
    const point = pathAt({ ...state, path }, t);
    own = point;
    store.set({ ...point, posterior: null, images: null, source, path });
  }
  const run = createClock(frame, (ms) => {
    const { path } = store.get();
    if (!path?.playing) return false;
    const next = advance({ t: path.t, way }, ms / (1000 * path.speed));
    way = next.way;
    go(next.t);
    return true;
  });
  /** @param {Partial<Path>} patch */
  function change(patch) {
    const { path } = store.get();
    if (path) store.set({ path: { ...path, ...patch } });
  }

  return {
    /**
     * Go to t of the path, by hand.
     * @param {number} t
     */
    followPath: (t) => go(t, { playing: false }),

    /**
     * Interpolate between the pins in another way; a z that is on the path follows.
     * @param {Path["method"]} method
     */
    setMethod(method) {
      const { path, z } = store.get();
      if (!path) return;
      const there = z === own.z;
      if (there && !path.playing) remember();
      change({ method });
      if (there) go(path.t);
    },

    /**
     * Set how many seconds the path takes, one way.
     * @param {number} speed
     */
    setSpeed: (speed) => change({ speed }),

    /** Play or stop; playing is one step for undo. */
    togglePlay() {
      const { path } = store.get();
      if (!path) return store.set({ say: "Pin two points to play the path between them." });
      if (path.playing) return stop(`Stopped at t = ${fixed(path.t)}.`);
      remember();
      go(path.t, { playing: true });
      store.set({ say: "Playing (ping-pong)." });
      run();
    },
  };
}
