/** Start and pause, seeds and steps, and the progress of the race. */

import { button, h, press, setText } from "../../core/dom.js";
import { count, plural } from "../../core/format.js";
import { createRange } from "../../plot/range.js";
import { rangeOf } from "../run/keys.js";

/** @import { CollapsePage } from "../../core/types.js" */
/** @import { RaceRun, RaceState } from "./run.js" */
/** @import { RunState } from "../run/controller.js" */

/** @param {RaceRun} run @param {CollapsePage} page */
export function createTransport(run, { store, schema }) {
  const { seeds, steps } = schema.race.properties;
  const toggle = button("", "race-play", null, () => run.play(!run.state.get().playing), { className: "play" });
  const fresh = button("Start over", "race-fresh", "Begin this race again from the first weights", run.begin);
  const bar = h("progress", { max: 1, value: 0, ariaLabel: "Progress of the race" });
  const text = h("span", { className: "race-progress", dataTestid: "race-progress" });
  const stop = run.state.watch(["playing", "head", "phase", "begun"], (state) => {
    const { playing, head, phase, begun } = state;
    setText(toggle, toggleText(state));
    press(toggle, playing);
    toggle.disabled = phase === "refused";
    fresh.disabled = !begun || phase === "refused";
    bar.hidden = !begun;
    bar.value = head ? head.step / head.steps : 0;
    const progress =
      head && `Step ${count(head.step)} of ${count(head.steps)}, ${plural(head.seeds.length, "seed")} per side`;
    setText(text, progress || "");
  });
  const same = "The same seeds on both sides: first weights, order of images and noise";
  return {
    node: h(
      "div",
      { className: "race-start" },
      h("div", { className: "race-buttons" }, toggle, fresh, bar, text),
      createRange({ key: "race_seeds", label: "Seeds per side", ...rangeOf(seeds), hint: same }, store),
      createRange({ key: "race_steps", label: "Steps", ...rangeOf(steps), min: 100, log: true }, store),
    ),
    close: stop,
  };
}

/** @param {RunState & RaceState} state */
function toggleText({ playing, head, begun }) {
  if (playing) return "\u275a\u275a Pause";
  if (head?.finished) return "\u25b6 Race again";
  return begun ? "\u25b6 Continue" : "\u25b6 Start the race";
}
