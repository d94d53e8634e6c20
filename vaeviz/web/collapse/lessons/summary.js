/** The end of a lesson: every guess beside what was measured, and what one knows now. */

import { button, h, rich } from "../../core/dom.js";
import { guessParts, isRight, truthParts } from "./truth.js";
import { nodesOf } from "./words.js";

/** Build it for `lesson`. */
export function createSummary({ store, keeping }, lesson) {
  const asked = lesson.steps
    .map((step, i) => ({ step, ...resultOf(keeping, lesson, i + 1) }))
    .filter(({ step }) => step.predict);
  const right = asked.filter((one) => one.right).length;
  const anew = button("begin again", "lesson-anew", "Forget these guesses", () => {
    keeping.forget(lesson.name);
    store.set({ step: 1 });
  });
  return {
    title: `${right} of ${asked.length} as you said`,
    node: h(
      "div",
      { className: "lesson-summary" },
      h("ol", { dataTestid: "summary" }, ...asked.map(row)),
      h("p", {}, rich(lesson.html)),
      anew,
    ),
    close() {},
  };
}

/** {guess, truth, right} of a step, null where it has none yet. */
export function resultOf(keeping, lesson, number) {
  const [guess, truth] = [keeping.guess(lesson.name, number), keeping.truth(lesson.name, number)];
  const step = lesson.steps[number - 1];
  return {
    guess,
    truth,
    right: Boolean(step.predict) && guess !== null && truth !== null && isRight(step, guess, truth),
  };
}

function row({ step, guess, truth, right }) {
  const said = guess === null ? ["no guess"] : guessParts(step, guess);
  const measured = truth === null ? ["not revealed"] : truthParts(step, truth);
  return h(
    "li",
    { className: right ? "right" : "off" },
    h("p", {}, rich(step.html.predict)),
    h(
      "dl",
      {},
      h("dt", {}, "You said"),
      h("dd", {}, ...nodesOf(said)),
      h("dt", {}, "Measured"),
      h("dd", {}, ...nodesOf(measured)),
    ),
  );
}
