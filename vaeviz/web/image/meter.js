/** The gauge under the image: two bars and their figures in words. */

/** @import { Gauge, Model, PageStore, State } from "../core/types.js" */

import { isLearned, priorText } from "../latents/prior-text.js";
import { h, setText } from "../core/dom.js";
import { fixed } from "../core/format.js";

const ROOM = 2; // length of the first bar, in limits
const DIGITS = 4; // decimals at most
const LEAST = 5e-5; // a distance that still has one of them
const NEAR =
  "Distance to the nearest stored code over the active dimensions. Ticks: the median over draws from real images' " +
  "posteriors, each against the other images' codes; and the limit, which 99% of them are within.";

/**
 * Build the meter.
 * @param {PageStore} store
 */
export function createMeter(store) {
  const near = createBar("gauge-near", ["fill", "tick", "tick limit"]);
  const dense = createBar("gauge-density", ["range drawn", "range", "needle"]);
  near.node.title = NEAR;
  const why = h("p", { className: "why" });
  const rows = h("div", { className: "meters" }, near.words, near.node, dense.words, dense.node);
  const node = h("section", { className: "gauge", ariaLabel: "Distance to the data", dataTestid: "gauge" }, rows, why);
  store.watch(["model"], ({ model }) => {
    if (model) dense.node.title = densityTitle(model);
  });
  store.watch(["gauge", "model", "codes", "codesError"], (state) => {
    const { gauge } = state;
    rows.hidden = !gauge;
    setText(why, gauge ? "" : whyNot(state));
    if (gauge) place(gauge);
  });
  /** @param {Gauge} gauge */
  function place(gauge) {
    const [fill, typical, limit] = near.parts;
    const share = (/** @type {number} */ value) => `${Math.min(100, (100 * value) / (ROOM * gauge.limit || 1))}%`;
    fill.style.width = share(gauge.gap);
    typical.style.left = share(gauge.typical);
    limit.style.left = share(gauge.limit);
    near.node.classList.toggle("far", gauge.far);
    setText(near.words, nearWords(gauge));
    const [drawn, usual, needle] = dense.parts;
    const at = scaleOf(gauge);
    span(drawn, gauge.drawn, at);
    span(usual, gauge.usual, at);
    needle.style.left = `${at(gauge.logPrior)}%`;
    setText(dense.words, densityWords(gauge, isLearned(store.get().model)));
  }
  return node;
}

/** @param {HTMLElement} mark @param {[number, number]} range @param {(value: number) => number} at */
function span(mark, [low, high], at) {
  mark.style.left = `${at(low)}%`;
  mark.style.right = `${100 - at(high)}%`;
}

/**
 * The distance to the data, and a verdict.
 * @param {Pick<Gauge, "gap" | "typical" | "limit" | "far">} gauge
 */
export function nearWords({ gap, typical, limit, far }) {
  const verdict = far ? farWords(gap / limit) : gap > typical ? "OK" : "close";
  return `Distance to data ${distance(gap)} (typical ${distance(typical)}): ${verdict}`;
}

/** @param {number} times */
function farWords(times) {
  return times < 1.05 ? "just over the limit" : `far, ${fixed(times, 1)} \u00d7 the limit`;
}

/**
 * One decimal, or below 1 two significant digits: maps of two dimensions are dense.
 * @param {number} value
 */
function distance(value) {
  if (value >= 0.995) return fixed(value, 1);
  return value < LEAST ? "0" : fixed(value, Math.min(DIGITS, 1 - Math.floor(Math.log10(value))));
}

/**
 * What the second bar shows.
 * @param {Model} model
 */
function densityTitle(model) {
  const where = isLearned(model)
    ? "p(z|c) at z, with the current c. Thick: the middle 90% of the stored codes, each under its own c."
    : `${priorText(model, [])} at z. Thick: the middle 90% of the stored codes.`;
  return (
    `Density of the prior ${where} Thin: the middle 90% of the prior's own draws. The prior's mean is denser than ` +
    "both: the densest point is not a typical one."
  );
}

/**
 * How dense the prior is at z, and at real codes and draws; where z is outside the draws of a learned p(z|c), only
 * that, as codes of another c may be near.
 * @param {Pick<Gauge, "logPrior" | "usual" | "drawn">} gauge
 */
export function densityWords({ logPrior, usual, drawn }, learned = false) {
  const range = (/** @type {[number, number]} */ [low, high]) => `${fixed(low, 0)} to ${fixed(high, 0)}`;
  const outside = learned && logPrior < Math.min(usual[0], drawn[0]);
  const density = `log p(z${learned ? "|c" : ""}) ${fixed(logPrior, 1)} nats`;
  return outside
    ? `${density}, outside the draws of p(z|c): ${range(drawn)}`
    : `${density}; real codes ${range(usual)}; prior ${range(drawn)}`;
}

/**
 * Why there is no gauge.
 * @param {Pick<State, "model" | "codes" | "codesError">} state
 */
export function whyNot({ model, codes, codesError }) {
  if (!model) return "";
  if (!model.has_codes || codesError) return "No gauge: this model has no stored codes to measure z against.";
  if (codes && codes.n < 2) return "No gauge: one stored code is too few to calibrate the distance.";
  return "Calibrating the distance to the data\u2026";
}

/**
 * Where a density lies on the second bar, in percent: both ranges are in its middle half.
 * @param {Pick<Gauge, "usual" | "drawn">} gauge
 * @returns {(value: number) => number}
 */
function scaleOf({ usual, drawn }) {
  const [low, high] = [Math.min(usual[0], drawn[0]), Math.max(usual[1], drawn[1])];
  const room = (high - low) / 2 || 1;
  return (value) => Math.max(0, Math.min(100, (100 * (value - low + room)) / (high - low + 2 * room)));
}

/** @param {string} test @param {string[]} parts */
function createBar(test, parts) {
  const marks = parts.map((className) => h("i", { className }));
  return {
    node: h("div", { className: "gauge-bar", ariaHidden: "true" }, ...marks),
    words: h("p", { className: "gauge-words", dataTestid: test }),
    parts: marks,
  };
}
