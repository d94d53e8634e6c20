/** What the charts beside the heat map draw. */

/** @import { Mark } from "../../plot/marks.js" */
/** @import { Colour } from "../../plot/theme.js" */
/** @import { Drawing, History, HistoryPosition, Lights } from "./types.js" */

import { count, fixed } from "../../core/format.js";
import { LIT, ratesAt } from "./measured-runs.js";

/**
 * How many dimensions are lit, by two thresholds, and where the hand is.
 * @param {History} history
 * @param {Lights} given
 * @param {HistoryPosition} given
 * @returns {Drawing}
 */
export function drawLights({ steps, latent, head }, { clear, least }, { at, log }) {
  /** @type {Mark[]} */
  const marks = [
    { kind: "line", x: steps, y: least, colour: "muted", label: `rate above ${fixed(head.least_rate, 3)} nats` },
    { kind: "line", x: steps, y: clear, colour: "accent", label: `above ${LIT} nats` },
    { kind: "rule", vertical: true, x: [steps[at]], colour: "amber" },
    { kind: "dots", x: [steps[at]], y: [clear[at]], colour: "amber", size: 5, fill: false },
  ];
  return {
    x: { min: log ? steps[0] : 0, max: steps[steps.length - 1], log },
    y: { min: 0, max: latent * 1.06 },
    marks,
    label: `${clear[at]} of ${latent} dimensions carry more than ${LIT} nats at step ${count(steps[at])}`,
  };
}

/**
 * The rates at one step; rings around the two dimensions that are walked along.
 * @param {History} history
 * @param {HistoryPosition} given
 * @returns {Drawing}
 */
export function drawBars(history, { at, alive, dead }) {
  const rates = ratesAt(history, at);
  const { order, last } = history;
  /** @type {(dims: number[], colour: Colour, label: string) => Mark} */
  const of = (dims, colour, label) => ({
    kind: "bars",
    x: dims.map((dim) => order.indexOf(dim)),
    y: dims.map((dim) => rates[dim]),
    colour,
    width: 1,
    label,
  });
  /** @type {Mark[]} */
  const marks = [of(history.alive, "accent", "alive at the end"), of(history.dead, "muted", "dead at the end")];
  const chosen = [alive, dead];
  marks.push({
    kind: "dots",
    x: chosen.map((dim) => order.indexOf(dim)),
    y: chosen.map((dim) => rates[dim]),
    colour: "amber",
    size: 5,
    fill: false,
  });
  const ticks = [...order.entries()]
    .filter(([row]) => row % 4 === 0)
    .map(([row, dim]) => /** @type {const} */ ([row, `z${dim}`]));
  return {
    x: { min: -0.6, max: order.length - 0.4, ticks },
    y: { min: 0, max: 1.1 * Math.max(...last) },
    marks,
    label: `Rates of ${order.length} dimensions at this step`,
  };
}
