/** Beta as a big slider: nothing at its left end, then equal factors are equal ways. */

import { h } from "../../core/dom.js";
import { parseNumber } from "../../core/format.js";
import { tickText } from "../../plot/scale.js";

const [LEAST, MOST, LIMIT] = [0.01, 100, 1000]; // of the slider; and of what can be typed
const POSITIONS = 160; // beside the one for nothing: 40 for every factor of ten
const TICKS = [0, 0.1, 1, 10, 100];

/** The value at a position of the slider, with two figures. */
export function betaAt(position) {
  if (position <= 0) return 0;
  return Number((LEAST * (MOST / LEAST) ** ((position - 1) / (POSITIONS - 1))).toPrecision(2));
}

/** The position of a value; ends where it is outside. */
export function positionOf(beta) {
  if (beta <= 0) return 0;
  const share = Math.log(Math.min(MOST, Math.max(LEAST, beta)) / LEAST) / Math.log(MOST / LEAST);
  return 1 + Math.round((POSITIONS - 1) * share);
}

/** Build it, bound to the store's `lab_beta` both ways. */
export function createBeta(store) {
  const slider = h("input", {
    type: "range",
    min: 0,
    max: POSITIONS,
    step: 1,
    dataTestid: "range-lab_beta",
    ariaLabel: "Beta, the weight on the rate",
  });
  const number = h("input", {
    type: "text",
    inputMode: "decimal",
    className: "number",
    dataTestid: "number-lab_beta",
    ariaLabel: "Beta",
  });
  const put = (beta) => store.set({ lab_beta: beta });
  const marks = TICKS.map((beta) => tick(beta, () => put(beta)));
  slider.oninput = () => put(betaAt(Number(slider.value)));
  number.onchange = () => {
    const value = parseNumber(number.value);
    if (value !== null) put(Math.min(LIMIT, Math.max(0, Number(value.toFixed(3)))));
    show(store.get());
  };
  function show({ lab_beta: beta }) {
    if (betaAt(Number(slider.value)) !== beta) slider.value = positionOf(beta);
    slider.setAttribute("aria-valuetext", `beta ${tickText(beta)}`);
    number.value = tickText(beta);
    marks.forEach((mark, i) => mark.setAttribute("aria-pressed", String(TICKS[i] === beta)));
  }
  store.watch(["lab_beta"], show);
  const head = h(
    "div",
    { className: "control-head" },
    h("span", { ariaHidden: "true" }, h("b", {}, "beta"), " weight on the rate"),
    number,
  );
  return h(
    "div",
    { className: "control beta", dataControl: "lab_beta", dataLabel: "beta" },
    head,
    slider,
    h("div", { className: "beta-ticks" }, ...marks),
  );
}

function tick(beta, onclick) {
  const node = h(
    "button",
    { type: "button", onclick, dataTestid: `beta-${beta}`, ariaLabel: `Beta ${beta}` },
    tickText(beta),
  );
  node.style.setProperty("--at", positionOf(beta) / POSITIONS);
  return node;
}
