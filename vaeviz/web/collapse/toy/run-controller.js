/** The run that trains in the worker: one at a time, begun by a press. */

import { openLab } from "../lab/client.js";
import { createStore } from "../../core/store.js";
import { readFrame, settingsOf } from "./ends.js";

const IDLE = Object.freeze({ end: null, phase: "idle", words: "", trouble: null, asked: null });
const GONE = new Set(["lost", "ended", "full", "refused", "closed"]);

/** Make it; `state` holds {end: the newest frame, phase and words of the line, trouble, asked: {run, seed}}. */
export function createDesk(page, toy, open = openLab) {
  const state = createStore(IDLE);
  let lab = null;
  const hear = {
    frame: (frame) => state.set({ end: readFrame(frame), trouble: null }),
    state: (phase, words) => state.set({ phase, words, ...(GONE.has(phase) && halted(state)) }),
    error: (trouble) => state.set({ trouble, ...halted(state) }),
  };
  return {
    state,
    /** Begin a fresh run and let it go. */
    begin(run, seed) {
      lab ??= open({ page, hear });
      state.set({ end: null, trouble: null, asked: { run, seed } });
      lab.begin("toy", settingsOf(toy, run, seed));
      lab.play();
    },
    pause: () => lab?.pause(),
    play: () => lab?.play(),
    /** Leave the run for the shipped ones. */
    drop() {
      lab?.pause();
      state.set({ end: null, asked: null, trouble: null });
    },
    close() {
      lab?.close();
      lab = null;
      state.set(IDLE);
    },
  };
}

/** Nothing moves any more: the newest frame stays, as one that stands. */
function halted(state) {
  const { end } = state.get();
  return end ? { end: { ...end, playing: false, cut: !end.finished } } : { asked: null };
}
