/** Playing the walk: to and fro by the clock; in slow steps where the visitor wants little motion. */

import { advance } from "../history/player.js";

const SECONDS = 3; // one way
const [STEPS, STEP_MS] = [8, 700]; // one way, with little motion
const LONGEST_MS = 100; // that one frame may stand for

/**
 * The player: `go(t)` moves, `here()` says where it is, from 0 to 1, or null where it is not on the way. It stops when c
 * is moved otherwise. `env` is the browser.
 */
export function createWalkPlayer(store, { remember }, { go, here }, env = browser) {
  const heard = [];
  let playing = false;
  let way = 1;
  let own = null; // the c that was set here last
  let runs = 0;

  store.watch(["c", "model"], ({ c }) => playing && c !== own && stop());

  function tell(now) {
    playing = now;
    heard.forEach((hear) => hear(playing));
  }
  function stop() {
    if (playing) tell(false);
    runs += 1;
  }
  function move(share) {
    const next = advance({ t: here() ?? 0, way }, share);
    way = next.way;
    const c = go(next.t);
    own = c;
    store.set({ c });
  }
  function smoothly(mine, last = null) {
    env.frame((now) => {
      if (mine !== runs) return;
      if (last !== null) move(Math.min(now - last, LONGEST_MS) / (1000 * SECONDS));
      smoothly(mine, now);
    });
  }
  function inSteps(mine) {
    env.later(() => {
      if (mine !== runs) return;
      move(1 / STEPS);
      inSteps(mine);
    }, STEP_MS);
  }
  return {
    stop,
    /** Play, or stop; playing is one step for undo. */
    toggle() {
      if (playing) return stop();
      remember();
      tell(true);
      own = store.get().c;
      runs += 1;
      if (env.calm()) inSteps(runs);
      else smoothly(runs);
    },
    /** Call `hear(playing)` now and at every change. */
    watch(hear) {
      heard.push(hear);
      hear(playing);
    },
  };
}

const browser = {
  frame: (draw) => requestAnimationFrame(draw),
  later: (work, ms) => setTimeout(work, ms),
  calm: () => matchMedia("(prefers-reduced-motion: reduce)").matches,
};
