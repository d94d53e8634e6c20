/** How a guess is made: a slider, a choice, or a mark on a chart with a slider for each axis. */

import { createChart } from "../../plot/chart.js";
import { h, rich } from "../../core/dom.js";
import { withUnit } from "./truth.js";
import { valueText } from "./words.js";

let asked = 0; // choices so far

/** Build what asks; `hear(guess)` at every change. `show(truth)` puts the truth beside the guess and takes no more guesses. */
export function createAsking({ answer }, guess, hear) {
  return { number: askNumber, choice: askChoice, mark: askMark }[answer.kind](answer, guess, hear);
}

function askNumber({ min, max, step, unit }, guess, hear) {
  const middle = min + step * Math.round((max - min) / 2 / step);
  const slider = slide({ label: `Your guess${unit && `, ${unit}`}`, test: "guess", min, max, step }, guess ?? middle);
  const said = h("output", { className: "guess-value", dataTestid: "guess-value" });
  const scale = h(
    "div",
    { className: "guess-scale", ariaHidden: "true" },
    h("span", {}, valueText(min)),
    h("span", {}, valueText(max)),
  );
  const tell = (value) => (said.textContent = value === null ? "Move the slider" : withUnit(value, unit));
  slider.oninput = () => {
    tell(Number(slider.value));
    hear(Number(slider.value));
  };
  slider.onpointerup = slider.oninput; // a press where it stands is a guess too
  slider.onkeydown = (event) => {
    if (event.key === "Enter") slider.oninput();
  };
  tell(guess);
  const truthMark = h("i", { className: "truth-mark", hidden: true });
  return {
    node: h("div", { className: "ask" }, said, h("div", { className: "guess-track" }, slider, truthMark), scale),
    show(truth) {
      slider.disabled = true;
      truthMark.hidden = false;
      truthMark.style.setProperty("--at", String(Math.min(1, Math.max(0, (truth - min) / (max - min)))));
    },
    close() {},
  };
}

function askChoice({ options }, guess, hear) {
  const name = `guess-${(asked += 1)}`; // radio buttons of one name exclude each other
  const radios = options.map((option, i) =>
    h("input", {
      type: "radio",
      name,
      value: String(i),
      checked: guess === i,
      dataTestid: `guess-${i}`,
      onchange: () => hear(i),
    }),
  );
  const labels = options.map(({ html }, i) => h("label", {}, radios[i], h("span", {}, rich(html))));
  return {
    node: h("div", { className: "ask choices-ask", role: "radiogroup", ariaLabel: "Your guess" }, ...labels),
    show(_, right) {
      radios.forEach((radio) => (radio.disabled = true));
      labels.forEach((label, i) => label.classList.toggle("right", i === right));
    },
    close() {},
  };
}

function askMark({ x, y }, guess, hear) {
  const axes = [x, y];
  let at = guess ?? axes.map(({ min, max }) => (min + max) / 2);
  let truth = null;
  const chart = createChart({
    test: "guess-chart",
    label: `Your mark: ${x.label} across, ${y.label} upwards`,
    height: 200,
    x: named(x),
    y: named(y),
    ondrag: (px, py) => truth === null && put([px, py]),
  });
  const sliders = axes.map((axis, k) =>
    slide(
      {
        label: `${axis.label}, ${axis.unit}`,
        test: `guess-${"xy"[k]}`,
        min: axis.min,
        max: axis.max,
        step: (axis.max - axis.min) / 100,
      },
      at[k],
    ),
  );
  sliders.forEach(
    (slider, k) => (slider.oninput = () => put(at.map((value, i) => (i === k ? Number(slider.value) : value)))),
  );
  function put(values) {
    at = values.map((value, k) => Math.min(axes[k].max, Math.max(axes[k].min, value)));
    sliders.forEach((slider, k) => (slider.value = String(at[k])));
    draw();
    hear(at);
  }
  function draw() {
    const marks = [
      { kind: "dots", x: [at[0]], y: [at[1]], fill: false, colour: "accent", size: 6, label: "your guess" },
    ];
    if (truth) marks.push({ kind: "dots", x: [truth[0]], y: [truth[1]], colour: "amber", size: 5, label: "measured" });
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
    show(measured) {
      truth = measured;
      sliders.forEach((slider) => (slider.disabled = true));
      draw();
    },
    close: chart.close,
  };
}

function named({ label, min, max, unit }) {
  return { label: unit ? `${label}, ${unit}` : label, min, max };
}

function slide({ label, test, min, max, step }, value) {
  const slider = h("input", { type: "range", min, max, step, ariaLabel: label, dataTestid: test });
  slider.value = String(value);
  return slider;
}
