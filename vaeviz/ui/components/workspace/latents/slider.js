/** A slider and the number beside it, for a dimension or a direction: one value, by hand, by keys, by typing. */

import { h } from "../shell/dom.js";
import { fixed, parseNumber } from "../shell/format.js";

const STEP = 0.1; // one arrow press; ten of them with Shift or Page

/** Build a slider from `low` to `high`; `on` is {begin(), take(value), reset()}: `begin` once before a gesture. */
export function createSlider({ low, high, test, label, title }, on) {
  let current = NaN;
  const input = h("input", {
    type: "range", min: low, max: high, step: "any", dataTestid: test, ariaLabel: label, title,
    oninput: () => on.take(Math.round(100 * input.valueAsNumber) / 100),
    onpointerdown: () => on.begin(),
    ondblclick: () => on.reset(),
    onkeydown: (event) => {
      const step = stepOf(event);
      if (event.key === "Home") on.reset();
      else if (step) {
        if (!event.repeat) on.begin();
        on.take(current + step);
      } else return;
      event.preventDefault();
    },
  });
  return {
    node: input,
    place(value) {
      if (value === current) return;
      current = value;
      input.value = String(value);
      input.setAttribute("aria-valuetext", fixed(value));
    },
  };
}

/** How far a key moves a slider; 0 for every other key. */
export function stepOf({ key, shiftKey }) {
  const sign = { ArrowRight: 1, ArrowUp: 1, ArrowLeft: -1, ArrowDown: -1, PageUp: 10, PageDown: -10 }[key] ?? 0;
  return sign * STEP * (shiftKey && Math.abs(sign) === 1 ? 10 : 1);
}

/** Build the number; what is typed and is none is put back. */
export function createValue(label, on, className = "typed") {
  let current = NaN;
  const input = h("input", {
    className, inputMode: "decimal", ariaLabel: label, autocomplete: "off",
    onchange: () => {
      const typed = parseNumber(input.value);
      if (typed !== null) {
        on.begin();
        on.take(typed);
      }
      input.value = fixed(current); // also where it was clipped to what it was before
    },
    onfocus: () => input.select(),
  });
  return {
    node: input,
    place(value) {
      if (value === current) return;
      current = value;
      input.value = fixed(value);
    },
  };
}
