/** One step of a lesson: its text, the guess, what was measured, the explanation. */

import { button, h, rich } from "../../core/dom.js";
import { createAsking } from "./asking.js";
import { createMeasuring } from "./measuring.js";
import { reveal } from "./reveal.js";
import { guessParts, isRight, rightOption, truthParts } from "./truth.js";
import { createVeil } from "./cover.js";
import { nodesOf, textOf, valuesIn } from "./words.js";

const MARGIN = 12; // px over the verdict

/** Build step `number` of `lesson`; `gate(hear)` says whether one may go on. */
export function createStep(page, lesson, number) {
  const step = lesson.steps[number - 1];
  const told = isDone(page.keeping, lesson, number) ? page.keeping.told(lesson.name, number) : {};
  const text = createText(page.store, step.html.text, told.text);
  const part = step.predict
    ? createPrediction(page, lesson, number, { ...text, told })
    : createDoing(page, step, text.keep);
  const close = () => (text.keep(), part.close());
  return {
    title: step.title,
    node: h("div", { className: "lesson-step" }, text.node, part.node),
    gate: part.gate,
    close,
  };
}

/** Whether a step's guess was held against the truth. */
export function isDone(keeping, { name }, number) {
  return keeping.guess(name, number) !== null && keeping.truth(name, number) !== null;
}

/**
 * Text whose measured values follow the screen until `keep()`: what the guess was made on stays. Those of a step that is
 * done are `told` again. `values()` are those that it tells.
 */
function createText(store, html, told) {
  const node = h("div", { className: "lesson-text" });
  let values = {};
  const show = (found) => {
    if (!node.firstChild || html.includes("data-value")) node.replaceChildren(textOf(html, found));
    values = valuesIn(html, found);
  };
  const keep = told ? (show(told), () => {}) : store.watch(["found"], ({ found }) => show(found));
  return { node, keep, values: () => values };
}

/** A step that asks nothing: where it does something, a button does it. */
function createDoing(page, step, begin) {
  const after = h("div", { className: "lesson-text" });
  const does = step.set || step.move || step.press.length;
  let stop = () => {};
  const go = button("show me", "lesson-reveal", null, () => {
    begin();
    go.disabled = true;
    stop = reveal(step, page, () => {
      go.disabled = false;
      after.replaceChildren(textOf(step.html.explain, page.store.get().found));
    });
  });
  if (!does) after.replaceChildren(textOf(step.html.explain, page.store.get().found));
  return { node: h("div", {}, does ? go : null, after), gate: (hear) => hear(true), close: () => stop() };
}

/** Predict, reveal, explain. */
function createPrediction(page, lesson, number, text) {
  const step = lesson.steps[number - 1];
  const { keeping, store } = page;
  const known = isDone(keeping, lesson, number) ? keeping.truth(lesson.name, number) : null;
  let guess = keeping.guess(lesson.name, number);
  let open = () => {}; // the way to the next step
  const go = button("reveal", "lesson-reveal", "Let the screen do it, and see", run, {
    className: "next",
    disabled: guess === null,
  });
  const verdict = h("div", { className: "verdict", dataTestid: "verdict", role: "status" });
  const explanation = h("div", { className: "lesson-text", dataTestid: "explanation" });
  const [veil, measuring] = [createVeil(step.veil), createMeasuring(step, page)];
  const asking = createAsking(step, guess, (value) => {
    guess = value;
    go.disabled = false;
  });
  function run() {
    text.keep();
    veil.lift();
    keeping.setGuess(lesson.name, number, guess);
    go.disabled = true;
    measuring.run(
      (truth) => {
        const { found } = store.get();
        keeping.setTruth(lesson.name, number, truth, {
          text: text.values(),
          explain: valuesIn(step.html.explain, found),
        });
        show(truth, found);
        bring(verdict);
      },
      () => open(),
    );
  }
  function show(truth, found) {
    veil.lift();
    go.hidden = true;
    asking.show(truth, step.answer.kind === "choice" ? rightOption(step.answer, truth) : null);
    verdict.replaceChildren(...verdictOf(step, guess, truth));
    explanation.replaceChildren(textOf(step.html.explain, found));
    open();
  }
  if (known !== null) show(known, text.told.explain ?? {});
  return {
    node: h(
      "div",
      { className: "prediction" },
      h("p", { className: "question" }, rich(step.html.predict)),
      ...veil.nodes,
      asking.node,
      go,
      measuring.node,
      verdict,
      explanation,
    ),
    gate(hear) {
      open = () => hear(true);
      hear(known !== null);
    },
    close: () => [measuring.stop, asking.close].forEach((end) => end()),
  };
}

/** Bring the verdict into view within the panel: the screen itself stays where it is. */
function bring(verdict) {
  const panel = verdict.closest(".guide");
  const [from, to] = [panel.getBoundingClientRect(), verdict.getBoundingClientRect()];
  if (panel.scrollHeight > panel.clientHeight) panel.scrollTop += to.top - from.top - MARGIN;
}

function verdictOf(step, guess, truth) {
  const right = isRight(step, guess, truth);
  const [said, measured] = [guessParts(step, guess), truthParts(step, truth)];
  return [
    h(
      "p",
      { className: right ? "right" : "off" },
      !right
        ? "Not as you said."
        : step.answer.kind === "choice" || said[0] === measured[0]
          ? "As you said."
          : "Close enough.",
    ),
    h(
      "dl",
      {},
      h("dt", {}, "You said"),
      h("dd", {}, ...nodesOf(said)),
      h("dt", {}, "Measured"),
      h("dd", { dataTestid: "measured" }, ...nodesOf(measured)),
    ),
  ];
}
