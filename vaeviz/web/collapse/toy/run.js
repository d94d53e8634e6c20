/** The run of the toy that trains here: one at a time, begun by a press. */

import { browserTimers } from "../../core/connection.js";
import { isLive } from "../run/client.js";
import { RunController } from "../run/controller.js";
import { readFrame, runOf, settingsOf } from "./ends.js";

/** @import { CollapsePage, Store } from "../../core/types.js" */
/** @import { RunState } from "../run/controller.js" */
/** @import { End, Toy } from "./ends.js" */

/**
 * @typedef {object} ToyState
 * @property {End | null} end - the newest frame
 * @property {{ run: string, seed: number } | null} asked - what was begun last
 */

/** @typedef {ReturnType<typeof createRun>} ToyRun */
/** @typedef {ReturnType<typeof positionOf>} Position */

/** Make it. `open` and `timers` are the page's own but in tests. @param {CollapsePage} page @param {Toy} toy */
export function createRun(page, toy, open = undefined, timers = browserTimers) {
  const controller = new RunController(
    page,
    {
      kind: "toy",
      initial: { end: null, asked: null },
      keys: [],
      settings: ({ toy_run: run, toy_seed: seed }) => settingsOf(toy, run, toy.seedOf(seed)),
      consequences: () => ({}),
      needsFresh: () => true,
      started: (settings) => ({ end: null, asked: { run: runOf(settings), seed: settings.seed } }),
      prepare() {},
      moved: () => ({}),
      framed: (frame) => ({ end: readFrame(frame) }),
    },
    open,
    timers,
  );
  /** @type {Store<RunState & ToyState>} */
  const state = controller.state;
  return {
    state,
    /** Begin the run that the store asks for, and train it. */
    begin: () => controller.begin(true),
    /** @param {boolean} wanted */
    play: (wanted) => controller.play(wanted),
    show: () => controller.show(),
    hide: () => controller.hide(),
    /** Leave the run for the shipped ones. */
    leave() {
      controller.play(false);
      state.set({ end: null, asked: null, trouble: null });
    },
    close: () => controller.close(),
  };
}

/**
 * What is shown: the live run where it is the chosen one, what it begins with until its first frame comes, else the
 * shipped end. A live run that is over can only be begun again.
 * @param {Record<string, any>} chosen - state of the page's store @param {RunState & ToyState} state @param {Toy} toy
 */
export function positionOf({ toy_run: run, toy_seed }, state, toy) {
  const { end, asked, phase, words, trouble } = state;
  const seed = toy.seedOf(toy_seed);
  const own = asked?.run === run && asked?.seed === seed;
  const live = own && end?.run === run && end?.seed === seed ? end : null;
  const over = state.over || !isLive(phase);
  const waiting = own && !live && !over;
  const shipped = toy.at(run, seed);
  const shown = live ?? (waiting ? toy.beginning(run, seed) : shipped);
  return { run, seed, shipped, live, end: shown, waiting, playing: own && state.playing, over, words, trouble };
}
