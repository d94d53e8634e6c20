/** The state of the connection, what went wrong, and the hint of the moment. */

import { button, h, setText } from "../../core/dom.js";

/** @import { RunState } from "../run/controller.js" */
/** @import { LabRun, LabState } from "./run.js" */

/** @type {Record<string, string>} */
const WORDS = {
  idle: "",
  connecting: "Connecting to the server.",
  waiting: "All laboratories are in use: this page is in the queue.",
  starting: "The Laboratory is starting; this takes about two seconds.",
  ready: "",
  ended: "The time limit of this run is reached.",
  lost: "The connection was lost, and the run with it.",
  full: "All laboratories are in use.",
  refused: "This session has ended; reload the page.",
  closed: "",
};
const AGAIN = new Set(["ended", "lost", "full"]);

/**
 * The words for a phase of the connection: the server's own where it sends some.
 * @param {Pick<RunState, "phase" | "words" | "trouble">} state
 */
function wordsOf({ phase, words, trouble }) {
  if (trouble) return trouble;
  return (phase !== "starting" && words) || WORDS[phase];
}

/** Build the line: the hint or the words, in a place of constant height. @param {LabRun} run */
export function createStatus(run) {
  const hint = h("p", { className: "lab-hint", role: "status", ariaLive: "polite", dataTestid: "lab-hint" });
  const text = h("p", { className: "lab-words", role: "alert", dataTestid: "lab-words" });
  const again = button("Start again", "lab-again", "Begin a fresh run with the present settings", run.begin);
  const rate = h("span", { className: "lab-frame-rate", dataTestid: "lab-frame-rate" });
  run.state.watch(["phase", "words", "trouble"], (state) => {
    const words = wordsOf(state);
    setText(text, words);
    text.hidden = !words;
    hint.hidden = Boolean(words);
    again.hidden = !AGAIN.has(state.phase);
    text.classList.toggle("wrong", Boolean(state.trouble) || AGAIN.has(state.phase) || state.phase === "refused");
  });
  run.state.watch(["hint"], (state) => setText(hint, state.hint));
  run.state.watch(["fps", "playing", "phase"], (state) => setText(rate, frameRateText(state)));
  return h("div", { className: "lab-status" }, hint, text, again, rate);
}

/**
 * Whether it trains, and how often the page is drawn.
 * @param {Pick<RunState & LabState, "phase" | "playing" | "fps">} state
 */
function frameRateText({ phase, playing, fps }) {
  if (phase !== "ready") return "";
  if (!playing) return "paused";
  return fps === null ? "training" : `training, ${Math.round(fps)} frames per second`;
}
