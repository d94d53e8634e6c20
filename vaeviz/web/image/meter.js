/** The gauge under the picture: two bars and what they say in words. */

import { isLearned, priorText } from "../latents/prior-text.js";
import { h, setText } from "../core/dom.js";
import { fixed } from "../core/format.js";

const ROOM = 2; // limits that the first bar is long
const DIGITS = 4; // decimals at most
const LEAST = 5e-5; // a distance that still has one of them

/** Build the meter. */
export function createMeter(store) {
  const near = createBar("gauge-near", ["fill", "tick", "tick limit"]);
  const dense = createBar("gauge-density", ["range drawn", "range", "needle"]);
  near.node.title =
    "Distance to the nearest stored code over the active dimensions. Ticks: the median of draws from real images' posteriors, each against the other images' codes; and the limit, which 99% of them are within.";
  const why = h("p", { className: "why" });
  const rows = h("div", { className: "meters" }, near.words, near.node, dense.words, dense.node);
  const node = h("section", { className: "gauge", ariaLabel: "Honesty gauge", dataTestid: "gauge" }, rows, why);
  store.watch(["model"], ({ model }) => model && (dense.node.title = densityTitle(model)));
  store.watch(["gauge", "model", "codes", "codesError"], (state) => {
    const { gauge } = state;
    rows.hidden = !gauge;
    setText(why, gauge ? "" : whyNot(state));
    if (gauge) place(gauge);
  });
  function place(gauge) {
    const [fill, typical, limit] = near.parts;
    const share = (value) => `${Math.min(100, (100 * value) / (ROOM * gauge.limit || 1))}%`;
    fill.style.width = share(gauge.gap);
    [typical.style.left, limit.style.left] = [share(gauge.typical), share(gauge.limit)];
    near.node.classList.toggle("far", gauge.far);
    setText(near.words, nearWords(gauge));
    const at = scaleOf(gauge);
    dense.parts.slice(0, 2).forEach((range, i) => {
      const [low, high] = i ? gauge.usual : gauge.drawn;
      [range.style.left, range.style.right] = [`${at(low)}%`, `${100 - at(high)}%`];
    });
    dense.parts[2].style.left = `${at(gauge.logPrior)}%`;
    setText(dense.words, densityWords(gauge, isLearned(store.get().model)));
  }
  return node;
}

/** How far the nearest code is, and what that means. */
export function nearWords({ gap, typical, limit, far }) {
  const verdict = far ? beyondWords(gap / limit) : gap > typical ? "within the limit" : "on the data";
  return `nearest code ${distance(gap)}, typical ${distance(typical)}: ${verdict}`;
}

function beyondWords(times) {
  return times < 1.05 ? "just beyond the data" : `beyond the data: ${fixed(times, 1)} \u00d7 the limit`;
}

/** One decimal, or below 1 two significant digits: maps of two dimensions are dense. */
function distance(value) {
  if (value >= 0.995) return fixed(value, 1);
  return value < LEAST ? "0" : fixed(value, Math.min(DIGITS, 1 - Math.floor(Math.log10(value))));
}

/** What the second bar shows. */
function densityTitle(model) {
  const where = isLearned(model)
    ? "p(z|c) at z, c as it is set. Thick: where the middle 90% of the stored codes are, each under its own c."
    : `${priorText(model)} at z. Thick: where the middle 90% of the stored codes are.`;
  return `Density of the prior ${where} Thin: the middle 90% of the prior's own draws. The prior's mean is denser than both: the densest place is not a typical one.`;
}

/** How dense the prior is at z; of a learned prior, in as long a line, that c draws no such z: codes of another c may be near. */
export function densityWords({ logPrior, usual, drawn }, learned = false) {
  const range = ([low, high]) => `${fixed(low, 0)} to ${fixed(high, 0)}`;
  const outside = learned && logPrior < Math.min(usual[0], drawn[0]);
  const said = `log p(z${learned ? "|c" : ""}) ${fixed(logPrior, 1)} nats`;
  return outside
    ? `${said}, outside what p(z|c) draws: ${range(drawn)}`
    : `${said}; real codes ${range(usual)}; prior ${range(drawn)}`;
}

/** Why there is no gauge; nothing where it is only a moment away. */
export function whyNot({ model, codes, codesError }) {
  if (!model) return "";
  if (!model.has_codes || codesError) return "No gauge: this model has no stored codes to measure z against.";
  if (codes && codes.n < 2) return "No gauge: one stored code alone does not say what near is.";
  return "Measuring how near real codes are to one another";
}

/** Where a density stands on the second bar, in percent: both ranges are in its middle half. */
function scaleOf({ usual, drawn }) {
  const [low, high] = [Math.min(usual[0], drawn[0]), Math.max(usual[1], drawn[1])];
  const room = (high - low) / 2 || 1;
  return (value) => Math.max(0, Math.min(100, (100 * (value - low + room)) / (high - low + 2 * room)));
}

function createBar(test, parts) {
  const marks = parts.map((className) => h("i", { className }));
  return {
    node: h("div", { className: "gauge-bar", ariaHidden: "true" }, ...marks),
    words: h("p", { className: "gauge-words", dataTestid: test }),
    parts: marks,
  };
}
