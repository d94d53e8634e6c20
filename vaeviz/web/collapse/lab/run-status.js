/** What the line to the worker is doing, what went wrong, and the hint of the moment. */

import { button, h, setText } from "../../core/dom.js";

const WORDS = {
  idle: "",
  connecting: "Connecting to the server.",
  waiting: "All laboratories are in use: you are in line.",
  starting: "The laboratory is starting; this takes about two seconds.",
  ready: "",
  ended: "The laboratory's time is over.",
  lost: "The connection was lost, and with it this run.",
  full: "All laboratories are taken.",
  refused: "This session has ended; reload the page.",
  closed: "",
};
const AGAIN = new Set(["ended", "lost", "full"]);

/** The words for a state of the line: the server's own where it has some. */
export function wordsOf({ phase, words, trouble }) {
  if (trouble) return trouble;
  return (phase !== "starting" && words) || WORDS[phase];
}

/** Build the line: one of its two texts is there at a time, in a place that is always as high. */
export function createSaid(run) {
  const hint = h("p", { className: "lab-hint", role: "status", ariaLive: "polite", dataTestid: "lab-hint" });
  const text = h("p", { className: "lab-words", role: "alert", dataTestid: "lab-words" });
  const again = button("start again", "lab-again", "Begin a fresh run with the settings as they are", run.begin);
  const light = h("span", { className: "lab-light", dataTestid: "lab-light" });
  run.state.watch(["phase", "words", "trouble"], (state) => {
    const words = wordsOf(state);
    setText(text, words);
    text.hidden = !words;
    hint.hidden = Boolean(words);
    again.hidden = !AGAIN.has(state.phase);
    text.classList.toggle("wrong", Boolean(state.trouble) || AGAIN.has(state.phase) || state.phase === "refused");
  });
  run.state.watch(["hint"], (state) => setText(hint, state.hint));
  run.state.watch(["fps", "playing", "phase"], (state) => setText(light, lightText(state)));
  return h("div", { className: "lab-said" }, hint, text, again, light);
}

/** What the small text at the end says: whether it trains, and how often the page is drawn. */
function lightText({ phase, playing, fps }) {
  if (phase !== "ready") return "";
  if (!playing) return "paused";
  return fps === null ? "training" : `training, ${Math.round(fps)} frames a second`;
}
