/** The end of a lesson: every guess beside what was measured, and what the reader knows now. */

/** @import { LessonRecord } from "./record.js" */
/** @import { LessonPage } from "./step.js" */
/** @import { Lesson } from "./types.js" */
/** @import { Parts } from "./words.js" */

import { button, h, rich } from "../../core/dom.js";
import { guessParts, isQuestion, isRight, truthParts } from "./truth.js";
import { nodesOf } from "./words.js";

/** @typedef {ReturnType<typeof resultsOf>[number]} Result */

/**
 * Build it for `lesson`.
 * @param {Pick<LessonPage, "store" | "record">} page
 * @param {Lesson} lesson
 */
export function createSummary({ store, record }, lesson) {
  const results = resultsOf(record, lesson);
  const anew = button("Begin again", "lesson-anew", "Forget these guesses", () => {
    record.forget(lesson.name);
    store.set({ step: 1 });
  });
  return {
    title: `${results.filter(({ right }) => right).length} of ${results.length} correct`,
    node: h(
      "div",
      { className: "lesson-summary" },
      h("ol", { dataTestid: "summary" }, ...results.map(row)),
      h("p", {}, rich(lesson.html)),
      anew,
    ),
    close() {},
  };
}

/**
 * The guess and the truth of every question of a lesson, null where there is none yet, and whether it was right.
 * @param {LessonRecord} record
 * @param {Lesson} lesson
 */
export function resultsOf(record, { name, steps }) {
  return steps.flatMap((step, i) => {
    if (!isQuestion(step)) return [];
    const [guess, truth] = [record.guess(name, i + 1), record.truth(name, i + 1)];
    return [{ step, guess, truth, right: guess !== null && truth !== null && isRight(step, guess, truth) }];
  });
}

/** @param {Result} result */
function row({ step, guess, truth, right }) {
  return h(
    "li",
    { className: right ? "right" : "off" },
    h("p", {}, rich(step.html.predict ?? "")),
    comparison(
      guess === null ? ["none"] : guessParts(step, guess),
      truth === null ? ["not revealed"] : truthParts(step, truth),
    ),
  );
}

/**
 * A guess beside what was measured.
 * @param {Parts} guess
 * @param {Parts} measured
 */
export function comparison(guess, measured) {
  return h(
    "dl",
    {},
    h("dt", {}, "Your guess"),
    h("dd", {}, ...nodesOf(guess)),
    h("dt", {}, "Measured"),
    h("dd", { dataTestid: "measured" }, ...nodesOf(measured)),
  );
}
