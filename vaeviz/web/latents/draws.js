/** What names a draw from the prior: its seed and its temperature. The same two give the same z. */

import { h, setText } from "../core/dom.js";
import { fixed } from "../core/format.js";
import { LARGEST_SEED } from "./sampling.js";
import { stepsByKeys } from "./slider.js";

const HOTTEST = 2; // of the slider; a link may say more

/** Build the temperature's slider and the seed's field. */
export function createDraws(store, actions) {
  const slider = h("input", {
    type: "range",
    min: 0,
    max: HOTTEST,
    step: 0.05,
    ariaLabel: "Temperature",
    dataTestid: "temperature",
    title:
      "Temperature of draws from the prior: it scales their distance from the prior's mean. 0 is the mean, 1 the prior itself. The draw on show follows.",
    onpointerdown: () => actions.remember(),
    oninput: () => actions.setTemperature(slider.valueAsNumber),
  });
  stepsByKeys(slider, () => actions.remember());
  const shown = h("span", { className: "num", ariaHidden: "true" });
  const seed = h("input", {
    className: "typed seed",
    inputMode: "numeric",
    ariaLabel: "Seed",
    autocomplete: "off",
    dataTestid: "seed",
    title: "The seed of the last draw: with the same temperature it gives the same z again. Type one to draw by it.",
    onfocus: () => seed.select(),
    onchange: () => {
      const typed = readSeed(seed.value);
      if (typed === null) store.set({ say: `A seed is a whole number from 0 to ${LARGEST_SEED}.` });
      else actions.setSeed(typed);
      seed.value = String(store.get().seed);
    },
  });
  store.watch(["seed"], ({ seed: value }) => (seed.value = String(value)));
  store.watch(["temperature"], ({ temperature }) => {
    slider.value = String(temperature);
    setText(shown, fixed(temperature));
  });
  const named = (text, ...nodes) =>
    h("label", { className: "draw-part" }, h("span", { className: "label" }, text), ...nodes);
  return h(
    "div",
    { className: "draws", role: "group", ariaLabel: "Draws from the prior" },
    named("temp.", slider, shown),
    named("seed", seed),
  );
}

/** A typed seed, or null where it is none. */
export function readSeed(text) {
  const value = Number(text.trim() || NaN);
  return Number.isInteger(value) && value >= 0 && value <= LARGEST_SEED ? value : null;
}
