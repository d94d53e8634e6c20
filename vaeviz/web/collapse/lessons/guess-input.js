/** How a guess is made: a slider, a choice, or a mark on a chart with a slider for each axis. */

/** @import { Mark } from "../../plot/marks.js" */
/** @import { Axis, ChoiceAnswer, Guess, MarkAnswer, NumberAnswer, Question, Truth } from "./types.js" */

import { createChart } from "../../plot/chart.js";
import { h, rich, setText } from "../../core/dom.js";
import { rightOption, withUnit } from "./truth.js";
import { valueText } from "./words.js";

/**
 * @typedef {object} GuessInput
 * @property {HTMLElement} node
 * @property {(truth: Truth) => void} show puts the truth beside the guess; the guess is final then
 * @property {() => void} [close]
 */

let choices = 0; // so far

/**
 * Build the input for a question's answer.
 * @param {Question} step
 * @param {Guess | null} guess
 * @param {(guess: Guess) => void} onguess called at every change
 * @returns {GuessInput}
 */
export function createGuessInput({ answer }, guess, onguess) {
  if (answer.kind === "number") return createNumber(answer, guess === null ? null : Number(guess), onguess);
  if (answer.kind === "choice") return createChoice(answer, guess, onguess);
  return createMark(answer, guess === null ? null : [guess].flat(), onguess);
}

/**
 * @param {NumberAnswer} answer
 * @param {number | null} guess
 * @param {(guess: number) => void} onguess
 * @returns {GuessInput}
 */
function createNumber({ min, max, step, unit }, guess, onguess) {
  const middle = min + step * Math.round((max - min) / 2 / step);
  const label = `Your guess${unit && `, ${unit}`}`;
  const slider = createSlider({ label, test: "guess", min, max, step, value: guess ?? middle });
  const output = h("output", { className: "guess-value", dataTestid: "guess-value" });
  const scale = h(
    "div",
    { className: "guess-scale", ariaHidden: "true" },
    h("span", {}, valueText(min)),
    h("span", {}, valueText(max)),
  );
  const write = (/** @type {number | null} */ value) =>
    setText(output, value === null ? "Move the slider" : withUnit(value, unit));
  const take = () => {
    write(Number(slider.value));
    onguess(Number(slider.value));
  };
  slider.oninput = take;
  slider.onpointerup = take; // a press that does not move the slider is a guess too
  slider.onkeydown = ({ key }) => {
    if (key === "Enter") take();
  };
  write(guess);
  const truthMark = h("i", { className: "truth-mark", hidden: true });
  return {
    node: h("div", { className: "ask" }, output, h("div", { className: "guess-track" }, slider, truthMark), scale),
    show(truth) {
      slider.disabled = true;
      truthMark.hidden = false;
      truthMark.style.setProperty("--at", String(Math.min(1, Math.max(0, (Number(truth) - min) / (max - min)))));
    },
  };
}

/**
 * @param {ChoiceAnswer} answer
 * @param {Guess | null} guess
 * @param {(guess: number) => void} onguess
 * @returns {GuessInput}
 */
function createChoice(answer, guess, onguess) {
  choices += 1;
  const name = `guess-${choices}`; // radio buttons of one name exclude each other
  const radios = answer.options.map((_, i) =>
    h("input", {
      type: "radio",
      name,
      value: i,
      checked: guess === i,
      dataTestid: `guess-${i}`,
      onchange: () => onguess(i),
    }),
  );
  const labels = answer.options.map(({ html }, i) => h("label", {}, radios[i], h("span", {}, rich(html))));
  return {
    node: h("div", { className: "ask choices-ask", role: "radiogroup", ariaLabel: "Your guess" }, ...labels),
    show(truth) {
      for (const radio of radios) radio.disabled = true;
      labels[rightOption(answer, truth)]?.classList.add("right");
    },
  };
}

/**
 * @param {MarkAnswer} answer
 * @param {number[] | null} guess
 * @param {(guess: number[]) => void} onguess
 * @returns {GuessInput}
 */
function createMark({ x, y }, guess, onguess) {
  const axes = [x, y];
  let at = guess ?? axes.map(({ min, max }) => (min + max) / 2);
  /** @type {number[] | null} */
  let measured = null;
  const chart = createChart({
    test: "guess-chart",
    label: `Your mark: ${x.label} across, ${y.label} upwards`,
    height: 200,
    x: withLabel(x),
    y: withLabel(y),
    ondrag(px, py) {
      if (!measured) put([px, py]);
    },
  });
  const sliders = axes.map((axis, k) => {
    const { min, max } = axis;
    const label = withLabel(axis).label;
    const slider = createSlider({ label, test: `guess-${"xy"[k]}`, min, max, step: (max - min) / 100, value: at[k] });
    slider.oninput = () => put(at.with(k, Number(slider.value)));
    return slider;
  });
  /** @param {number[]} values */
  function put(values) {
    at = values.map((value, k) => Math.min(axes[k].max, Math.max(axes[k].min, value)));
    sliders.forEach((slider, k) => {
      slider.value = String(at[k]);
    });
    draw();
    onguess(at);
  }
  function draw() {
    /** @type {Mark[]} */
    const marks = [
      { kind: "dots", x: [at[0]], y: [at[1]], fill: false, colour: "accent", size: 6, label: "your guess" },
    ];
    if (measured)
      marks.push({ kind: "dots", x: [measured[0]], y: [measured[1]], colour: "amber", size: 5, label: "measured" });
    chart.set({ marks });
  }
  draw();
  return {
    node: h(
      "div",
      { className: "ask" },
      chart.node,
      ...sliders.map((slider, k) => h("label", {}, h("span", {}, axes[k].label), slider)),
    ),
    show(truth) {
      measured = [truth].flat().map(Number);
      for (const slider of sliders) slider.disabled = true;
      draw();
    },
    close: chart.close,
  };
}

/** @param {Axis} axis */
function withLabel({ label, min, max, unit }) {
  return { label: unit ? `${label}, ${unit}` : label, min, max };
}

/** @param {{ label: string; test: string; min: number; max: number; step: number; value: number }} options */
function createSlider({ label, test, min, max, step, value }) {
  return h("input", { type: "range", min, max, step, value, ariaLabel: label, dataTestid: test });
}
