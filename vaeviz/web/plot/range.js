/** A slider with its number, bound to one key of the store both ways. */

import { h } from "../core/dom.js";
import { parseNumber } from "../core/format.js";
import { tickText } from "./scale.js";
import { createSteps, tidy } from "./steps.js";

/**
 * Make a slider for `key`: the store has each value while the hand moves. The number beside it can be typed. `format(value)`
 * writes the value for screen readers, as "0.5 nats"; without it that is the number and the unit.
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
  const words = format ?? ((value) => `${tickText(value)}${unit && ` ${unit}`}`);
  const put = (value) => store.set({ [key]: log ? value : tidy(value, step) });
  slider.oninput = () => put(steps.of(Number(slider.value)));
  number.onchange = () => {
    const value = parseNumber(number.value);
    if (value !== null) put(Math.min(max, Math.max(min, value)));
    show(store.get());
  };
  function show({ [key]: value }) {
    if (steps.of(Number(slider.value)) !== value) slider.value = steps.at(value);
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
