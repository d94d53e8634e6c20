/** What the charts beside the scree plot draw, from one position of the line. */

/** @import { Mark } from "../../plot/marks.js" */
/** @import { Drawing, LinearRun, LinearSet, LivingSet, ScreePosition, ScreeRange } from "./types.js" */

import { fixed } from "../../core/format.js";
import { levels, staircase, waterFilling } from "./theory.js";

const MOST_BARS = 100; // of a spectrum; what follows is dead everywhere here
const CURVE = 160; // points
const [THEORY, TRAINED, FITTED, LINE] = ["accent", 5, 3, "amber"]; // vermilion and pink: seen on both grounds

/**
 * The levels that the charts span, and what of the spectrum is drawn.
 * @param {Pick<LinearSet, "values" | "name">} given
 * @returns {ScreeRange}
 */
export function rangeOf({ values, name }) {
  const bars = Math.min(MOST_BARS, values.length);
  const least = name === "digits" ? 0.002 : 0.005;
  return { bars, least, from: name === "digits" ? 0.01 : 0.02, to: 2 * values[0], top: 1.6 * values[0] };
}

/**
 * Bars: bright above the line, dark below it; the part under the line is error.
 * @param {ScreePosition} given
 * @returns {Drawing}
 */
export function drawScree({ set, level, best, log, range }) {
  const x = Array.from({ length: range.bars }, (_, i) => i + 1);
  const values = set.values.subarray(0, range.bars);
  const floor = log ? range.least : 0;
  const [living, dead] = [x.slice(0, best.active), x.slice(best.active)];
  const under = living.map(() => Math.max(floor, level));
  /** @type {Mark[]} */
  const marks = [
    {
      kind: "bars",
      x: dead,
      y: [...values.subarray(best.active)].map((value) => Math.max(floor, value)),
      base: dead.map(() => floor),
      colour: "muted",
      fill: 0.5,
      width: 1,
      label: "dead: all of it is error",
    },
    {
      kind: "bars",
      x: living,
      y: under,
      base: living.map(() => floor),
      colour: LINE,
      fill: 0.45,
      width: 1,
      label: "error under the line",
    },
    {
      kind: "bars",
      x: living,
      y: [...values.subarray(0, best.active)],
      base: under,
      colour: THEORY,
      width: 1,
      label: "kept",
    },
    { kind: "rule", y: [level], colour: LINE, size: 2, label: `\u03b2\u03c3\u00b2 = ${Number(level.toPrecision(3))}` },
  ];
  return {
    x: { min: 0.4, max: range.bars + 0.6, ticks: ticksTo(range.bars) },
    y: { log, min: floor, max: log ? range.top : null },
    marks: marks.filter(({ kind, x: at }) => kind === "rule" || at?.length),
    label: `Scree plot: ${best.active} of ${set.values.length} eigenvalues lie above the line at ${Number(level.toPrecision(3))}`,
  };
}

/**
 * The first place and round ones after it, as ticks.
 * @param {number} most
 * @returns {[number, string][]}
 */
function ticksTo(most) {
  const step = most > 40 ? 10 : 5;
  return [1, ...Array.from({ length: Math.floor(most / step) }, (_, i) => (i + 1) * step)].map((place) => [
    place,
    String(place),
  ]);
}

/**
 * Rate of each living dimension: bars by theory, dots where a model was trained at this very level.
 * @param {ScreePosition} given
 * @returns {Drawing}
 */
export function drawRates({ set, best, run, fit, range }) {
  const shown = Math.min(range.bars, Math.max(best.active, set.runs.length ? set.latent : 16));
  const x = Array.from({ length: shown }, (_, i) => i + 1);
  /** @type {Mark[]} */
  const marks = [
    {
      kind: "bars",
      x,
      y: x.map((i) => best.rates[i - 1] ?? 0),
      colour: THEORY,
      fill: 0.7,
      width: 1,
      label: "theory, \u00bd ln(\u03bb / \u03b2\u03c3\u00b2)",
    },
  ];
  if (fit)
    marks.push({
      kind: "dots",
      x,
      y: [...fit.rates.subarray(0, shown)],
      colour: FITTED,
      size: 6,
      fill: false,
      label: "in small batches",
    });
  if (run)
    marks.push({
      kind: "dots",
      x,
      y: [...run.rates.subarray(0, shown)],
      colour: TRAINED,
      size: 3.5,
      label: `trained at \u03b2 = ${run.beta}`,
    });
  const total = run
    ? `theory ${fixed(best.rate, 2)}, trained ${fixed(run.total, 2)} nats in all`
    : `${fixed(best.rate, 2)} nats in all`;
  return {
    x: { min: 0.4, max: shown + 0.6 },
    y: { min: 0, max: best.active ? null : 1 },
    marks,
    label: `Rate of each dimension: ${total}`,
  };
}

/**
 * The staircase, every trained model on it, and where the line stands.
 * @param {ScreePosition} given
 * @returns {Drawing}
 */
export function drawStairs({ set, level, best, range, run }) {
  const { x, y } = staircase(set.values, set.latent, range.from, range.to);
  return atLevel(
    { set, level, range },
    [
      { kind: "steps", x, y, colour: THEORY, label: "theory" },
      ...dots(set, run, ({ active }) => active),
      here(level, best.active),
    ],
    `Active units over beta sigma squared: ${best.active} at the line`,
    1.08 * Math.max(...y),
  );
}

/**
 * Sum of min(lambda, level), every trained model on it.
 * @param {ScreePosition} given
 * @returns {Drawing}
 */
export function drawError({ set, level, best, range, run }) {
  const x = levels(range.from, range.to, CURVE);
  const y = x.map((at) => waterFilling(set.values, at, set.latent).error);
  return atLevel(
    { set, level, range },
    [
      { kind: "line", x, y, colour: THEORY, label: "theory, \u2211 min(\u03bb, \u03b2\u03c3\u00b2)" },
      ...dots(set, run, ({ error }) => error),
      here(level, best.error),
    ],
    `Squared error over beta sigma squared: ${fixed(best.error, 3)} at the line`,
  );
}

/**
 * Every dimension of every trained model: its rate beside the theory's; the diagonal is agreement.
 * @param {Pick<ScreePosition, "set" | "run">} given
 * @returns {Drawing}
 */
export function drawPairs({ set, run }) {
  const of = (/** @type {LinearRun[]} */ runs) => {
    const pairs = runs.flatMap(({ rates, theory }) => [...rates].map((rate, i) => [theory.rates[i] ?? 0, rate]));
    return { x: pairs.map(([theory]) => theory), y: pairs.map(([, rate]) => rate) };
  };
  const all = of(set.runs);
  const most = Math.max(0.5, ...all.x, ...all.y);
  /** @type {Mark[]} */
  const marks = [{ kind: "line", x: [0, most], y: [0, most], colour: THEORY, label: "agreement" }];
  if (all.x.length)
    marks.push({
      kind: "dots",
      ...all,
      colour: TRAINED,
      size: 2,
      fill: false,
      label: `${all.x.length} dimensions trained`,
    });
  if (all.x.length)
    marks.push({
      kind: "dots",
      ...of(set.fitted),
      colour: FITTED,
      size: 3,
      fill: false,
      label: `${set.fitted.length * set.latent} in small batches`,
    });
  if (run) marks.push({ kind: "dots", ...of([run]), colour: TRAINED, size: 4 });
  const gap = Math.max(0, ...all.x.map((theory, i) => Math.abs(theory - all.y[i])));
  return {
    x: { min: 0, max: most },
    y: { min: 0, max: most },
    marks,
    label: all.x.length
      ? `Rates by theory and trained: they differ by at most ${fixed(gap, 3)} nats`
      : "No trained models of this set",
  };
}

/**
 * @param {Pick<ScreePosition, "set" | "level" | "range">} given
 * @param {Mark[]} marks
 * @param {string} label
 * @param {number | null} [most]
 * @returns {Drawing}
 */
function atLevel({ set, level, range }, marks, label, most = null) {
  const ends = { min: Math.min(range.from, level), max: Math.max(range.to, level) };
  return {
    x: ends,
    y: { min: 0, max: most },
    marks: [...marks, { kind: "rule", vertical: true, x: [level], colour: LINE }],
    label: `${label}; ${set.runs.length} trained models`,
  };
}

/**
 * @param {LivingSet} given
 * @param {LinearRun | null} run
 * @param {(run: LinearRun) => number} figure
 * @returns {Mark[]}
 */
function dots({ runs, fitted }, run, figure) {
  if (!runs.length) return [];
  const of = (/** @type {LinearRun[]} */ some) => ({ x: some.map(({ level }) => level), y: some.map(figure) });
  return [
    { kind: "dots", ...of(fitted), colour: FITTED, size: 6, fill: false, label: `${fitted.length} in small batches` },
    { kind: "dots", ...of(runs), colour: TRAINED, size: 3, label: `${runs.length} trained models` },
    ...(run ? [{ kind: /** @type {const} */ ("dots"), ...of([run]), colour: TRAINED, size: 5.5 }] : []),
  ];
}

/** @type {(level: number, value: number) => Mark} */
const here = (level, value) => ({ kind: "dots", x: [level], y: [value], colour: LINE, size: 5, fill: false });
