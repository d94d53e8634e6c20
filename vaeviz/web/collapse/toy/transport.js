/** Train, pause and continue the toy's run, its seed, and where it stands. */

import { createChoice } from "../../plot/choice.js";
import { button, h, setText } from "../../core/dom.js";
import { count } from "../../core/format.js";

/** @import { CollapseStore } from "../../core/types.js" */
/** @import { Toy } from "./ends.js" */
/** @import { Position, ToyRun } from "./run.js" */

/** @param {CollapseStore} store @param {Toy} toy @param {ToyRun} run */
export function createTransport(store, toy, run) {
  const go = button("", "toy-go", null, () => {});
  const leave = "Leave the run that trains here and show the end of the shipped one";
  const back = button("Shipped run", "toy-shipped", leave, run.leave);
  const status = h("span", { className: "note", role: "status", dataTestid: "toy-status" });
  const says = h("p", { className: "says", dataTestid: "toy-says" });
  const options = toy.seeds.map((value) => /** @type {const} */ ([value, String(value)]));
  const seed = createChoice({ key: "toy_seed", label: "Seed", options }, store);
  return {
    node: h("div", { className: "transport" }, says, h("div", { className: "transport-line" }, go, back, seed), status),
    /** @param {Position} position */
    draw(position) {
      const { live, waiting, playing } = position;
      const { label, says: text } = toy.words[position.run];
      setText(go, textOf(position));
      go.onclick = () => (playing ? run.play(false) : live ? run.play(true) : run.begin());
      go.disabled = waiting;
      back.hidden = !live;
      setText(says, `${label}: ${text}`);
      status.ariaLive = playing ? "off" : "polite"; // a running count of steps is not read out
      setText(status, statusOf(position));
    },
  };
}

/** @param {Position} position */
function textOf({ live, waiting, playing, over }) {
  if (waiting || playing) return "\u275a\u275a Pause";
  if (!live) return "\u25b6 Train it here";
  return over ? "\u25b6 Train it again" : "\u25b6 Continue";
}

/** @param {Position} position */
function statusOf({ live, waiting, playing, over, words, trouble }) {
  if (trouble) return trouble;
  if (waiting) return words || "Starting a worker";
  if (!live) return words || "End of the shipped run";
  if (live.finished) return `${count(live.total ?? 0)} steps, finished`;
  if (over) return words;
  return `Step ${count(live.step ?? 0)} of ${count(live.total ?? 0)}${playing ? "" : ", paused"}`;
}
