/** Beta as a big slider: 0 at its left end, then a log scale. */

import { h } from "../../core/dom.js";
import { parseNumber } from "../../core/format.js";
import { tickText } from "../../plot/scale.js";
import { rangeOf } from "../run/keys.js";

/** @import { CollapsePage } from "../../core/types.js" */

/** Ends of the slider and of every axis of beta; what is outside stands at the ends. */
export const [LEAST, MOST] = [0.01, 100];
const POSITIONS = 160; // beside the one of 0: 40 for every factor of ten
const TICKS = [0, 0.1, 1, 10, 100];

/** The value at a position of the slider, with two figures. @param {number} position */
export function betaAt(position) {
  if (position <= 0) return 0;
  return Number((LEAST * (MOST / LEAST) ** ((position - 1) / (POSITIONS - 1))).toPrecision(2));
}

/** The position of a value; one of the ends if it is outside. @param {number} beta */
export function positionOf(beta) {
  if (beta <= 0) return 0;
  return 1 + Math.round(((POSITIONS - 1) * Math.log(onAxis(beta) / LEAST)) / Math.log(MOST / LEAST));
}

/** Beta, or the nearer end of the axes. @param {number} beta */
export const onAxis = (beta) => Math.min(MOST, Math.max(LEAST, beta));

/** Build it, bound to the store's `lab_beta` both ways. @param {CollapsePage} page */
export function createBeta({ store, schema }) {
  const setting = schema.laboratory.properties.beta;
  const { min, max } = rangeOf(setting);
  const slider = h("input", {
    type: "range",
    min: 0,
    max: POSITIONS,
    step: 1,
    dataTestid: "range-lab_beta",
    ariaLabel: "Beta, the weight on the KL term",
  });
  const number = h("input", {
    type: "text",
    inputMode: "decimal",
    className: "number",
    dataTestid: "number-lab_beta",
    ariaLabel: "Beta",
  });
  const put = (/** @type {number} */ beta) => store.set({ lab_beta: beta });
  const marks = TICKS.map((beta) => tick(beta, () => put(beta)));
  const show = ({ lab_beta: beta } = store.get()) => {
    if (betaAt(Number(slider.value)) !== beta) slider.value = String(positionOf(beta));
    slider.setAttribute("aria-valuetext", `beta ${tickText(beta)}`);
    number.value = tickText(beta);
    marks.forEach((mark, i) => mark.setAttribute("aria-pressed", String(TICKS[i] === beta)));
  };
  slider.oninput = () => put(betaAt(Number(slider.value)));
  number.onchange = () => {
    const value = parseNumber(number.value);
    if (value !== null) put(Math.min(max, Math.max(min, Number(value.toFixed(3)))));
    show();
  };
  store.watch(["lab_beta"], show);
  return h(
    "div",
    { className: "control beta", dataControl: "lab_beta", dataLabel: "\u03b2", title: setting.description },
    h(
      "div",
      { className: "control-head" },
      h("span", { ariaHidden: "true" }, h("b", {}, "\u03b2"), " weight on the KL term"),
      number,
    ),
    slider,
    h("div", { className: "beta-ticks" }, ...marks),
  );
}

/** @param {number} beta @param {() => void} onclick */
function tick(beta, onclick) {
  const node = h(
    "button",
    { type: "button", onclick, dataTestid: `beta-${beta}`, ariaLabel: `Beta ${beta}` },
    tickText(beta),
  );
  node.style.setProperty("--at", String(positionOf(beta) / POSITIONS));
  return node;
}
