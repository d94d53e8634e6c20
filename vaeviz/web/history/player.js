/** Moving along the path: by the hand, and by the clock, to and fro. */

import { fixed } from "../core/format.js";
import { pathAt, pathText } from "./path.js";

export const SPEEDS = [1, 2, 4, 8, 16]; // seconds for the whole path, one way
const START = { method: "lerp", t: 0, playing: false, speed: 4 };
const LONGEST_MS = 100; // that one frame may stand for: after a stall the path goes on, it does not leap

/** Go on by a `share` of the path from `t`; at either end it turns. `way` is 1 or -1. */
export function advance({ t, way }, share) {
  const phase = ((way > 0 ? t : 2 - t) + share) % 2;
  return phase <= 1 ? { t: phase, way: 1 } : { t: 2 - phase, way: -1 };
}

/** What calls `step(ms since the frame before)` at every frame until it answers false; a new run ends the one before. */
function createClock(frame, step) {
  let runs = 0;
  return () => {
    const mine = ++runs;
    let last = null;
    const tick = (now) => {
      if (mine !== runs || !step(last === null ? 0 : Math.min(now - last, LONGEST_MS))) return;
      last = now;
      frame(tick);
    };
    frame(tick);
  };
}

/** The actions of the path; `frame(draw)` calls `draw(ms)` at the next frame. Pins are recalled whatever is locked: so here. */
export function createPlayer(store, { remember }, frame = (draw) => requestAnimationFrame(draw)) {
  let own = {}; // {z, c} that were set here last
  let way = 1;
  let source = null;

  store.watch(["pins"], ({ pins, path, z }) => {
    source = { kind: "path", text: `the path ${pathText(pins)}` };
    if (pins.length < 2) store.set({ path: null });
    else store.set({ path: { ...(path ?? { ...START, t: pins.at(-1).z === z ? 1 : 0 }), playing: false } });
  });
  store.watch(["z", "c"], ({ z, c }) => (z === own.z && c === own.c) || stop());

  function stop(say = "Stopped: z was moved.") {
    const { path } = store.get();
    if (path?.playing) store.set({ path: { ...path, playing: false }, say });
  }
  function go(t, more = {}) {
    const state = store.get();
    own = pathAt(state, t);
    store.set({ ...own, posterior: null, images: null, source, path: { ...state.path, ...more, t } });
  }
  const run = createClock(frame, (ms) => {
    const { path } = store.get();
    if (!path?.playing) return false;
    const next = advance({ t: path.t, way }, ms / (1000 * path.speed));
    way = next.way;
    go(next.t);
    return true;
  });

  return {
    /** Go to t of the path, by the hand. */
    followPath: (t) => go(t, { playing: false }),

    /** Take another way between the pins; a z that is on the path goes along. */
    setMethod(method) {
      const { path, z } = store.get();
      const there = z === own.z;
      if (there && !path.playing) remember();
      store.set({ path: { ...path, method } });
      if (there) go(path.t);
    },

    /** Set how many seconds the path takes, one way. */
    setSpeed: (speed) => store.set({ path: { ...store.get().path, speed } }),

    /** Play or stop; playing is one step for undo. */
    togglePlay() {
      const { path } = store.get();
      if (!path) return store.set({ say: "Pin two places, then the path between them can be played." });
      if (path.playing) return stop(`Stopped at t = ${fixed(path.t)}.`);
      remember();
      go(path.t, { playing: true });
      store.set({ say: "Playing the path, to and fro." });
      run();
    },
  };
}
