/** One step of a lesson: its text, the guess, what was measured, the explanation. */

import { button, h, setText } from "../shell/dom.js";
import { createAsking } from "./asking.js";
import { reveal } from "./reveal.js";
import { guessText, isRight, progressText, rightOption, truthText } from "./truth.js";
import { createVeil } from "./veil.js";
import { paragraphs } from "./words.js";

const MARGIN = 12; // px over the verdict
const LATE_MS = 60_000; // until nobody has to wait any longer

/** Build step `number` of `lesson`; `gate(hear)` says whether one may go on. */
export function createStep(page, lesson, number) {
  const step = lesson.steps[number - 1];
  const text = createText(page.store, step.text);
  const part = step.predict ? createPrediction(page, lesson, number, text.keep) : createDoing(page, step, text.keep);
  const close = () => (text.keep(), part.close());
  return { title: step.title, node: h("div", { className: "lesson-step" }, text.node, part.node), gate: part.gate, close };
}

/** Text whose measured values follow the screen until `keep()`: what the guess was made on stays. */
function createText(store, texts) {
  const node = h("div", { className: "lesson-text" });
  const keep = store.watch(["found"], ({ found }) => {
    if (!node.firstChild || texts.some((text) => text.includes("{"))) node.replaceChildren(...paragraphs(texts, found));
  });
  return { node, keep };
}

/** A step that asks nothing: where it does something, a button does it. */
function createDoing(page, step, begin) {
  const after = h("div", { className: "lesson-text" });
  const does = step.set || step.move || step.press.length;
  let stop = () => {};
  const go = button("Show me", "lesson-reveal", null, () => {
    begin();
    go.disabled = true;
    stop = reveal(step, page, () => {
      go.disabled = false;
      after.replaceChildren(...paragraphs(step.explain, page.store.get().found));
    });
  });
  if (!does) after.replaceChildren(...paragraphs(step.explain, page.store.get().found));
  return { node: h("div", {}, does ? go : null, after), gate: (hear) => hear(true), close: () => stop() };
}

/** Predict, reveal, explain. */
function createPrediction(page, lesson, number, begin) {
  const step = lesson.steps[number - 1];
  const { keeping, store } = page;
  let guess = keeping.guess(lesson.name, number);
  let tell = () => {};
  let stop = () => {};
  let late = 0;
  const go = button("Reveal", "lesson-reveal", "Let the screen do it, and see", run, { className: "next", disabled: guess === null });
  const state = h("p", { className: "note", role: "status" });
  const verdict = h("div", { className: "verdict", dataTestid: "verdict", role: "status" });
  const veil = createVeil(step.veil);
  const explanation = h("div", { className: "lesson-text", dataTestid: "explanation" });
  const asking = createAsking(step, guess, (value) => {
    guess = value;
    go.disabled = false;
  });
  function run() {
    begin();
    veil.lift();
    keeping.setGuess(lesson.name, number, guess);
    go.disabled = true;
    state.textContent = "Measuring on the screen";
    const { found: before } = store.get();
    const follow = step.wait ? store.watch(["found"], ({ found }) => setText(state, `Measuring on the screen${progressText(step.wait, found, before)}`)) : () => {};
    late = setTimeout(() => {
      follow();
      state.textContent = "This takes longer than it should. It is still being waited for; you can go on without it.";
      tell(true);
    }, LATE_MS);
    const stopWaiting = reveal(step, page, (truth) => {
      clearTimeout(late);
      follow();
      keeping.setTruth(lesson.name, number, truth);
      show(truth);
      bring(verdict);
    });
    stop = () => (follow(), stopWaiting());
  }
  function show(truth) {
    state.textContent = "";
    go.hidden = true;
    asking.show(truth, step.answer.kind === "choice" ? rightOption(step.answer, truth) : null);
    verdict.replaceChildren(...verdictOf(step, guess, truth));
    explanation.replaceChildren(...paragraphs(step.explain, store.get().found));
    tell(true);
  }
  const known = guess === null ? null : keeping.truth(lesson.name, number);
  if (known !== null) {
    veil.lift();
    show(known);
  }
  return {
    node: h("div", { className: "prediction" }, h("p", { className: "question" }, step.predict), ...veil.nodes, asking.node, go, state, verdict, explanation),
    gate(hear) {
      tell = hear;
      hear(known !== null);
    },
    close() {
      clearTimeout(late);
      stop();
      asking.close();
    },
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
  return [
    h("p", { className: right ? "right" : "off" }, right ? "As you said." : "Not as you said."),
    h("dl", {}, h("dt", {}, "You said"), h("dd", {}, guessText(step, guess)), h("dt", {}, "Measured"), h("dd", { dataTestid: "measured" }, truthText(step, truth))),
  ];
}
