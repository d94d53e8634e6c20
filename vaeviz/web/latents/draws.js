/** The seed and the temperature of a draw from the prior. The same two give the same z. */

/** @import { Actions, PageStore } from "../core/types.js" */

import { h, setText } from "../core/dom.js";
import { fixed } from "../core/format.js";
import { LARGEST_SEED } from "./sampling.js";
import { prepareRange } from "./slider.js";

const HOTTEST = 2; // of the slider; a link may set more
const TEMPERATURE =
  "Temperature of draws from the prior: scales their distance from the prior's mean. 0 is the mean, 1 the prior " +
  "itself. The current draw follows.";
const SEED = "Seed of the last draw: with the same temperature it gives the same z. Type one to draw with it.";

/**
 * Build the temperature's slider and the seed's field.
 * @param {PageStore} store
 * @param {Actions} actions
 */
export function createDraws(store, actions) {
  return h(
    "div",
    { className: "draws", role: "group", ariaLabel: "Draws from the prior" },
    createTemperature(store, actions),
    createSeed(store, actions),
  );
}

/** @param {PageStore} store @param {Actions} actions */
function createTemperature(store, actions) {
  const slider = h("input", {
    type: "range",
    min: "0",
    max: String(HOTTEST),
    step: "0.05",
    ariaLabel: "Temperature",
    dataTestid: "temperature",
    title: TEMPERATURE,
    oninput: () => {
      actions.setTemperature(slider.valueAsNumber);
    },
  });
  prepareRange(slider, (tapped) => actions.remember(null, tapped));
  const shown = h("span", { className: "num", ariaHidden: "true" });
  store.watch(["temperature"], ({ temperature }) => {
    slider.value = String(temperature);
    setText(shown, fixed(temperature));
  });
  return labelled("Temp.", slider, shown);
}

/** @param {PageStore} store @param {Actions} actions */
function createSeed(store, actions) {
  const field = h("input", {
    className: "typed seed",
    inputMode: "numeric",
    ariaLabel: "Seed",
    autocomplete: "off",
    dataTestid: "seed",
    title: SEED,
    onfocus: () => {
      field.select();
    },
    onchange: () => {
      const typed = readSeed(field.value);
      if (typed === null) store.set({ say: `A seed is a whole number from 0 to ${LARGEST_SEED}.` });
      else actions.setSeed(typed);
      field.value = String(store.get().seed);
    },
  });
  store.watch(["seed"], ({ seed }) => {
    field.value = String(seed);
  });
  return labelled("Seed", field);
}

/** @param {string} text @param {...HTMLElement} nodes */
function labelled(text, ...nodes) {
  return h("label", { className: "draw-part" }, h("span", { className: "label" }, text), ...nodes);
}

/**
 * A typed seed, or null where it is none.
 * @param {string} text
 */
export function readSeed(text) {
  const value = Number(text.trim() || Number.NaN);
  return Number.isInteger(value) && value >= 0 && value <= LARGEST_SEED ? value : null;
}
