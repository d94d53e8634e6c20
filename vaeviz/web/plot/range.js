/** A slider with its number, bound to one key of the store both ways. */

/** @import { Store } from "../core/types.js" */

import { h } from "../core/dom.js";
import { parseNumber } from "../core/format.js";
import { tickText } from "./scale.js";

const LOG_POSITIONS = 400;

/**
 * Make a slider for `key`: the store has each value during a drag. The number beside it can be typed.
 * @param {object} options
 * @param {string} options.key
 * @param {string} options.label
 * @param {string} [options.unit]
 * @param {number} options.min
 * @param {number} options.max
 * @param {number} [options.step]
 * @param {boolean} [options.log] see `createSteps`
 * @param {string | null} [options.hint]
 * @param {(value: number) => string} [options.format] the value for screen readers; else the number and the unit
 * @param {Store<any>} store
 */
export function createRange({ key, label, unit = "", min, max, step = 1, log = false, hint, format }, store) {
  const steps = createSteps({ min, max, step, log });
  const slider = h("input", {
    type: "range",
    min: steps.min,
    max: steps.max,
    step: steps.step,
    dataTestid: `range-${key}`,
    ariaLabel: label,
  });
  const number = h("input", {
    type: "text",
    inputMode: "decimal",
    className: "number",
    dataTestid: `number-${key}`,
    ariaLabel: unit ? `${label}, ${unit}` : label,
  });
  const words = format ?? ((/** @type {number} */ value) => `${tickText(value)}${unit && ` ${unit}`}`);
  const put = (/** @type {number} */ value) => store.set({ [key]: log ? value : tidy(value, step) });
  slider.oninput = () => put(steps.of(Number(slider.value)));
  number.onchange = () => {
    const value = parseNumber(number.value);
    if (value !== null) put(Math.min(max, Math.max(min, value)));
    show(store.get());
  };
  /** @param {Record<string, number>} state */
  function show({ [key]: value }) {
    if (steps.of(Number(slider.value)) !== value) slider.value = String(steps.at(value));
    slider.setAttribute("aria-valuetext", words(value));
    number.value = tickText(Math.min(max, Math.max(min, value))); // a default may lie beyond what there is
  }
  store.watch([key], show);
  return h(
    "div",
    { className: "control", dataControl: key, dataLabel: label, title: hint },
    h(
      "div",
      { className: "control-head" },
      h("span", { ariaHidden: "true" }, label),
      h("span", { className: "amount" }, number, unit && h("span", { className: "unit", ariaHidden: "true" }, unit)),
    ),
    slider,
  );
}

/**
 * The positions of a slider for [min, max] in steps of `step`: `at(value)` is a position, `of(position)` a value.
 * With `log`, equal factors are equal distances, and values have two significant digits.
 * @param {{ min: number; max: number; step?: number; log?: boolean }} range
 */
export function createSteps({ min, max, step = 1, log = false }) {
  if (!log) return { min, max, step, of: Number, at: Number };
  const span = Math.log(max / min);
  return {
    min: 0,
    max: LOG_POSITIONS,
    step: 1,
    of: (/** @type {number} */ position) =>
      Math.min(max, Math.max(min, Number((min * Math.exp((span * position) / LOG_POSITIONS)).toPrecision(2)))),
    at: (/** @type {number} */ value) => Math.round((LOG_POSITIONS * Math.log(Math.max(value, min) / min)) / span),
  };
}

/**
 * `value` with as many decimals as `step` has.
 * @param {number} value
 * @param {number} step
 */
export function tidy(value, step) {
  const decimals = (String(step).split(".")[1] ?? "").length;
  return Number(value.toFixed(decimals));
}
