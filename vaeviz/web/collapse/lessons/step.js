/** One step of a lesson: its text, the guess, what was measured, the explanation. */

/** @import { CollapsePage, CollapseStore } from "../../core/types.js" */
/** @import { LessonRecord } from "./record.js" */
/** @import { Found, Guess, Lesson, Question, Step, Truth } from "./types.js" */

import { button, h, rich } from "../../core/dom.js";
import { createGuessInput } from "./guess-input.js";
import { createMeasuring } from "./measuring.js";
import { reveal } from "./reveal.js";
import { comparison } from "./summary.js";
import { guessParts, isQuestion, isRight, truthParts } from "./truth.js";
import { textOf, valuesIn } from "./words.js";

const MARGIN = 12; // px over the verdict

/** @typedef {CollapsePage & { root: () => HTMLElement | null; record: LessonRecord }} LessonPage */
/** @typedef {(listen: (open: boolean) => void) => void} Gate calls `listen` with whether the reader may go on */
/** @typedef {{ title: string; node: HTMLElement; gate?: Gate; close(): void }} LessonPart */

/**
 * Build step `number` of `lesson`.
 * @param {LessonPage} page
 * @param {Lesson} lesson
 * @param {number} number from 1
 * @returns {LessonPart}
 */
export function createStep(page, lesson, number) {
  const step = lesson.steps[number - 1];
  const values = isDone(page.record, lesson, number) ? page.record.values(lesson.name, number) : {};
  const text = createText(page.store, step.html.text, values.text);
  const part = isQuestion(step)
    ? createPrediction(page, { lesson, number, step }, text, values.explain)
    : createDemonstration(page, step, text.keep);
  return {
    title: step.title,
    node: h("div", { className: "lesson-step" }, text.node, part.node),
    gate: part.gate,
    close() {
      text.keep();
      part.close();
    },
  };
}

/**
 * Whether a step has a guess and its truth.
 * @param {LessonRecord} record
 * @param {Lesson} lesson
 * @param {number} number
 */
export function isDone(record, { name }, number) {
  return record.guess(name, number) !== null && record.truth(name, number) !== null;
}

/**
 * Text whose measured values follow the screen until `keep()`, as the basis of the guess. A step that is done shows its
 * `kept` values again. `values()` are those that it shows.
 * @param {CollapseStore} store
 * @param {string} html
 * @param {Found} [kept]
 */
function createText(store, html, kept) {
  const node = h("div", { className: "lesson-text" });
  /** @type {Found} */
  let values = {};
  const show = (/** @type {Found} */ found) => {
    if (!node.firstChild || html.includes("data-value")) node.replaceChildren(textOf(html, found));
    values = valuesIn(html, found);
  };
  if (kept) show(kept);
  const keep = kept ? () => {} : store.watch(["found"], ({ found }) => show(found));
  return { node, keep, values: () => values };
}

/**
 * A step that asks nothing: if it does something, a button starts it.
 * @param {LessonPage} page
 * @param {Step} step
 * @param {() => void} begin
 */
function createDemonstration(page, step, begin) {
  const after = h("div", { className: "lesson-text" });
  const acts = step.set || step.move || step.press.length;
  const explain = () => after.replaceChildren(textOf(step.html.explain, page.store.get().found));
  let stop = () => {};
  const go = button("Show me", "lesson-reveal", null, () => {
    begin();
    go.disabled = true;
    stop = reveal(step, page, () => {
      go.disabled = false;
      explain();
    });
  });
  if (!acts) explain();
  /** @type {Gate} */
  const gate = (listen) => listen(true);
  return { node: h("div", {}, acts ? go : null, after), gate, close: () => stop() };
}

/**
 * Predict, reveal, explain.
 * @param {LessonPage} page
 * @param {{ lesson: Lesson; number: number; step: Question }} place
 * @param {ReturnType<typeof createText>} text
 * @param {Found} [explained] the values in the explanation of a step that is done
 */
function createPrediction(page, { lesson, number, step }, text, explained = {}) {
  const { record, store } = page;
  const known = isDone(record, lesson, number) ? record.truth(lesson.name, number) : null;
  let guess = record.guess(lesson.name, number);
  let open = () => {}; // lets the reader go on
  const go = button("Reveal", "lesson-reveal", "See what the screen shows", run, {
    className: "next",
    disabled: guess === null,
  });
  const verdict = h("div", { className: "verdict", dataTestid: "verdict", role: "status" });
  const explanation = h("div", { className: "lesson-text", dataTestid: "explanation" });
  const [cover, measuring] = [createCover(step.veil), createMeasuring(step, page)];
  const input = createGuessInput(step, guess, (value) => {
    guess = value;
    go.disabled = false;
  });
  function run() {
    if (guess === null) return;
    text.keep();
    cover.lift();
    record.setGuess(lesson.name, number, guess);
    go.disabled = true;
    measuring.run(
      (truth) => {
        if (truth === null) return;
        const { found } = store.get();
        const explain = valuesIn(step.html.explain, found);
        record.setTruth(lesson.name, number, truth, { text: text.values(), explain });
        show(truth, found);
        bring(verdict);
      },
      () => open(),
    );
  }
  /** @param {Truth} truth @param {Found} found */
  function show(truth, found) {
    if (guess === null) return;
    cover.lift();
    go.hidden = true;
    input.show(truth);
    verdict.replaceChildren(...verdictOf(step, guess, truth));
    explanation.replaceChildren(textOf(step.html.explain, found));
    open();
  }
  if (known !== null) show(known, explained);
  return {
    node: h(
      "div",
      { className: "prediction" },
      h("p", { className: "question" }, rich(step.html.predict ?? "")),
      ...cover.nodes,
      input.node,
      go,
      measuring.node,
      verdict,
      explanation,
    ),
    /** @type {Gate} */
    gate(listen) {
      open = () => listen(true);
      listen(known !== null);
    },
    close() {
      measuring.stop();
      input.close?.();
    },
  };
}

/**
 * Hide what would give the answer away, whenever it is shown; `lift()` shows it again.
 * @param {string[]} [tests] data-testids
 */
function createCover(tests = []) {
  const style = h("style");
  const covered = tests.map((test) => `.collapse .panels [data-testid="${CSS.escape(test)}"]`).join(", ");
  if (covered) style.textContent = `${covered} { visibility: hidden !important; }`; // keeps its space, is not read out
  const note = h("p", { className: "note", hidden: !covered }, "The answer is hidden until you guess.");
  return {
    nodes: [style, note],
    lift() {
      style.textContent = "";
      note.hidden = true;
    },
  };
}

/**
 * Scroll the verdict into view within the panel; the screen itself does not move.
 * @param {HTMLElement} verdict
 */
function bring(verdict) {
  const panel = verdict.closest(".guide");
  if (!panel || panel.scrollHeight <= panel.clientHeight) return;
  panel.scrollTop += verdict.getBoundingClientRect().top - panel.getBoundingClientRect().top - MARGIN;
}

/** @param {Question} step @param {Guess} guess @param {Truth} truth */
function verdictOf(step, guess, truth) {
  const right = isRight(step, guess, truth);
  const [guessed, measured] = [guessParts(step, guess), truthParts(step, truth)];
  const exact = step.answer.kind === "choice" || guessed[0] === measured[0];
  const text = right ? (exact ? "Correct." : "Close enough.") : "Not quite.";
  return [h("p", { className: right ? "right" : "off" }, text), comparison(guessed, measured)];
}
