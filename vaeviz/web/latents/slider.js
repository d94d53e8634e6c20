/** A slider and the number beside it, for a dimension or a direction: one value, dragged, moved by keys or typed. */

import { h } from "../core/dom.js";
import { fixed, parseNumber } from "../core/format.js";

const STEP = 0.1; // one arrow press
const SIDEWAYS = 4; // px that a finger moves before it edits
const STEPS = { ArrowRight: 1, ArrowUp: 1, ArrowLeft: -1, ArrowDown: -1, PageUp: 10, PageDown: -10 };

/**
 * @typedef {(tapped?: object) => void} Begin called once before a gesture; with the slider where it is a key
 */

/**
 * @typedef {object} Edits
 * @property {Begin} begin
 * @property {(value: number) => void} take
 * @property {() => void} reset
 */

/**
 * Build a slider from `low` to `high`.
 * @param {{low: number, high: number, test: string, label: string, title: string}} properties
 * @param {Edits} on
 */
export function createSlider({ low, high, test, label, title }, on) {
  let current = Number.NaN;
  const input = h("input", {
    type: "range",
    min: String(low),
    max: String(high),
    step: "any",
    dataTestid: test,
    ariaLabel: label,
    title,
    oninput: () => {
      on.take(Math.round(100 * input.valueAsNumber) / 100);
    },
    ondblclick: () => on.reset(),
    onkeydown: (event) => {
      const step = STEP * stepsOf(event);
      if (event.key === "Home") on.reset();
      else if (step) {
        if (!event.repeat) on.begin(input);
        on.take(current + step);
      } else return;
      event.preventDefault();
    },
  });
  beginsByPointer(input, on.begin);
  return {
    node: input,
    /** @param {number} value */
    place(value) {
      if (value === current) return;
      current = value;
      input.value = String(value);
      input.setAttribute("aria-valuetext", fixed(value));
    },
  };
}

/**
 * Call `begin` once before a pointer edits a range input. The browser moves the slider as soon as a finger touches it,
 * but the finger may be about to scroll the page: it edits only once it moves sideways.
 * @param {HTMLInputElement} input
 * @param {Begin} begin
 */
function beginsByPointer(input, begin) {
  /** @type {{x: number, y: number, value: string} | null} a finger that has not moved sideways */
  let resting = null;
  const lift = () => {
    resting = null;
  };
  input.addEventListener("pointerdown", ({ pointerType, clientX: x, clientY: y }) => {
    resting = pointerType === "touch" ? { x, y, value: input.value } : null;
    if (!resting) begin();
  });
  input.addEventListener("pointermove", ({ clientX, clientY }) => {
    if (!resting) return;
    const [across, along] = [Math.abs(clientX - resting.x), Math.abs(clientY - resting.y)];
    if (across < SIDEWAYS || across < along) return;
    lift();
    begin();
  });
  input.addEventListener("pointerup", lift);
  input.addEventListener("pointercancel", lift);
  const putBack = (/** @type {Event} */ event) => {
    if (!resting) return;
    input.value = resting.value;
    event.stopImmediatePropagation();
  };
  input.addEventListener("input", putBack, { capture: true }); // before the input's own listeners
}

/**
 * How many steps a key moves a slider, ten with Shift or Page; 0 for every other key.
 * @param {Pick<KeyboardEvent, "key" | "shiftKey" | "altKey" | "ctrlKey" | "metaKey">} event
 */
export function stepsOf({ key, shiftKey, altKey, ctrlKey, metaKey }) {
  if (altKey || ctrlKey || metaKey || !(key in STEPS)) return 0; // the browser's own
  const steps = STEPS[/** @type {keyof typeof STEPS} */ (key)];
  return steps * (shiftKey && Math.abs(steps) === 1 ? 10 : 1);
}

/**
 * Prepare a range input with steps of its own for the same pointers and keys; the input's `oninput` is called after
 * every step.
 * @param {HTMLInputElement} input
 * @param {Begin} begin
 */
export function prepareRange(input, begin) {
  beginsByPointer(input, begin);
  input.addEventListener("keydown", (event) => {
    const steps = stepsOf(event);
    if (!steps && event.key !== "Home" && event.key !== "End") return;
    event.preventDefault();
    if (!event.repeat) begin(steps ? input : undefined);
    if (event.key === "Home") input.value = input.min;
    else if (event.key === "End") input.value = input.max;
    else input.value = String(input.valueAsNumber + steps * Number(input.step));
    input.dispatchEvent(new Event("input"));
  });
  return input;
}

/**
 * Build the number, with `digits` decimals; typed text that is no number is put back.
 * @param {string} label
 * @param {Pick<Edits, "begin" | "take">} on
 */
export function createValue(label, on, className = "typed", digits = 2) {
  let current = Number.NaN;
  const input = h("input", {
    className,
    inputMode: "decimal",
    ariaLabel: label,
    autocomplete: "off",
    onchange: () => {
      const typed = parseNumber(input.value);
      if (typed !== null) {
        on.begin();
        on.take(typed);
      }
      input.value = fixed(current, digits); // also where it was clipped to what it was before
    },
    onfocus: () => {
      input.select();
    },
  });
  return {
    node: input,
    /** @param {number} value */
    place(value) {
      if (value === current) return;
      current = value;
      input.value = fixed(value, digits);
    },
  };
}
