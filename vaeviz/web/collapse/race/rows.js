/** The table's rows: shipped remedies and the visitor's own races, what each cost, and their order. */

import { summary } from "./numbers.js";
import { differences, remedyOf } from "./settings.js";

/** @import { Packed, Settings } from "../../core/types.js" */
/** @import { Summary } from "./numbers.js" */

/** @typedef {{ key: string, title: string, says: string, paper: string, settings: Settings }} Remedy */

/**
 * Shipped runs; a row has the figures of each seed.
 * @typedef {object} Table
 * @property {number} steps
 * @property {number[]} seeds
 * @property {string[]} figures - of the curves
 * @property {({ remedy: Remedy } & Record<string, any>)[]} rows
 * @property {string} dataset
 * @property {number} images - held out
 * @property {number} trained_on - images
 * @property {number} active_threshold
 * @property {number} kl_threshold - nats
 * @property {string} command
 * @property {string} hardware
 */

/** @typedef {"elbo" | "rate" | "information" | "distortion" | "active" | "active_kl" | "seconds"} Figure */

/**
 * @typedef {object} RowFacts
 * @property {string} key
 * @property {string} [scene] - of an own race
 * @property {string} title
 * @property {string} note
 * @property {Settings} settings
 * @property {boolean} own - whether the visitor ran it
 * @property {number} steps
 * @property {number} seeds - how many
 */
/** @typedef {RowFacts & Record<Figure, Summary>} Row */
/** A row with how far its mean ELBO is below the best one. @typedef {Row & { cost: Summary }} PricedRow */

/** @typedef {{ name: Figure | "cost", title: string, unit: string, falls: boolean, hint: string }} Column */

export const KEPT = 1; // dimensions more than the baseline's, mean over seeds: fewer are not reported as kept

/** @type {Figure[]} */
const FIGURES = ["elbo", "rate", "information", "distortion", "active", "active_kl", "seconds"];

/** Columns in order: what is shown, whether a first click sorts it falling, and what it means. @type {Column[]} */
export const COLUMNS = [
  {
    name: "elbo",
    title: "ELBO",
    unit: "nats",
    falls: true,
    hint: "Lower bound on log p(x) of held-out images, at beta 1 whatever was trained; higher is better",
  },
  { name: "cost", title: "Cost", unit: "nats", falls: false, hint: "How much lower the ELBO is than the best row's" },
  { name: "rate", title: "Rate", unit: "nats", falls: true, hint: "KL(q(z|x) || p(z)), mean over images" },
  {
    name: "information",
    title: "Information",
    unit: "nats",
    falls: true,
    hint: "Mutual information of z and the image, a part of the rate; at most the log of the number of images",
  },
  { name: "distortion", title: "Distortion", unit: "nats", falls: false, hint: "\u2212log p(x|z), mean over images" },
  { name: "active", title: "Active units", unit: "", falls: true, hint: "Variance of the posterior mean over images" },
  { name: "active_kl", title: "Dimensions", unit: "", falls: true, hint: "KL of a dimension, mean over images" },
  { name: "seconds", title: "Time", unit: "s per run", falls: false, hint: "Processor time of one run" },
];

/** @param {Pick<Table, "steps" | "seeds" | "rows">} table @returns {Row[]} */
export function shippedRows({ steps, seeds, rows }) {
  return rows.map(({ remedy: { key, title, paper, settings }, ...figures }) => ({
    .../** @type {Record<Figure, Summary>} */ (
      Object.fromEntries(FIGURES.map((name) => [name, summary(figures[name])]))
    ),
    key,
    title,
    note: paper,
    settings,
    own: false,
    steps,
    seeds: seeds.length,
  }));
}

/**
 * The rows of a finished race of the visitor's; figures are taken where its curves end.
 * @param {Packed} frame @param {Remedy[]} remedies @param {string} scene @returns {Row[]}
 */
export function ownRows({ head, arrays }, remedies, scene) {
  const [seeds, points] = [head.seeds.length, arrays.points.length];
  return head.groups.map((/** @type {any} */ { name: side, settings, seconds, information }) => {
    const flat = arrays[`${side}.curves`];
    const endOf = (/** @type {number} */ i) =>
      summary(Array.from({ length: seeds }, (_, seed) => flat[(i * seeds + seed + 1) * points - 1]));
    const remedy = remedyOf(settings, remedies);
    return {
      key: `own-${JSON.stringify([scene, settings, head.steps, head.seeds])}`,
      scene,
      title: remedy?.title ?? "Own settings",
      note: remedy ? "" : differences(settings, remedies[0].settings).join(", "),
      settings,
      own: true,
      steps: head.steps,
      seeds,
      ...Object.fromEntries(
        head.figures.map((/** @type {string} */ name, /** @type {number} */ i) => [name, endOf(i)]),
      ),
      information: summary(information),
      seconds: summary([seconds]),
    };
  });
}

/** Add rows; one that was raced again replaces the one before. @param {Row[]} rows @param {Row[]} more */
export function added(rows, more) {
  const keys = new Set(more.map(({ key }) => key));
  return [...rows.filter(({ key }) => !keys.has(key)), ...more];
}

/**
 * Give every row its cost; one whose training diverged has none, and is not the best.
 * @param {Row[]} rows @returns {PricedRow[]}
 */
export function priced(rows) {
  const best = Math.max(...rows.map(({ elbo }) => elbo.mean).filter(Number.isFinite));
  return rows.map((row) => {
    const { mean, sd, min, max, n } = row.elbo;
    return { ...row, cost: { mean: best - mean, sd, min: best - max, max: best - min, n } };
  });
}

/**
 * Rows in the order of `sort`: a column's name, with a minus for falling; none: as they are.
 * @param {PricedRow[]} rows @param {string} sort
 */
export function sorted(rows, sort) {
  const column = COLUMNS.find(({ name }) => name === sort.replace(/^-/, ""));
  if (!column) return rows;
  const sign = sort.startsWith("-") ? -1 : 1;
  return [...rows].sort((one, other) => sign * (one[column.name].mean - other[column.name].mean));
}

/**
 * What a click on a column makes of `sort`: its first order, then the other, then none.
 * @param {string} sort @param {Pick<Column, "name" | "falls">} column
 */
export function nextSort(sort, { name, falls }) {
  const [first, second] = falls ? [`-${name}`, name] : [name, `-${name}`];
  if (sort === first) return second;
  return sort === second ? "" : first;
}
