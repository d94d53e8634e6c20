/** The share of images below epsilon, against epsilon: a line per dimension. */

/** @import { Mark } from "../../plot/marks.js" */
/** @import { Row } from "./criteria.js" */
/** @import { Thresholds } from "./criteria-of-codes.js" */
/** @import { CodesModel } from "./models.js" */

import { createChart } from "../../plot/chart.js";
import { line } from "./criteria-of-codes.js";
import { curveOf } from "./models.js";

/** The kinds in the order of the legend: their colour, and their name on screen. */
export const KINDS = {
  active: { colour: "accent", text: "active" },
  mixed: { colour: "amber", text: "mixed" },
  passive: { colour: "muted", text: "collapsed" },
};

const ORDER = Object.keys(KINDS);

/**
 * Build the chart.
 * @param {(epsilon: number) => void} put called at a drag across it
 */
export function createCurves(put) {
  const chart = createChart({
    test: "criteria-curves",
    label: "Share of images below epsilon",
    height: 240,
    x: { label: "\u03b5, nats", log: true, min: 1e-3, max: 10 },
    y: { label: "Share of images with KL below \u03b5", min: 0, max: 1 },
    ondrag: (epsilon) => put(Number(Math.min(10, Math.max(1e-3, epsilon)).toPrecision(2))),
  });
  return {
    node: chart.node,
    /** @param {CodesModel} model @param {Row[]} rows @param {Thresholds} at @param {number} dim */
    set(model, rows, at, dim) {
      const counts = Object.entries(KINDS).map(
        ([kind, { text }]) => `${rows.filter(({ result }) => result.kind === kind).length} ${text}`,
      );
      chart.set({
        marks: marksOf(model, rows, at, dim),
        label: `Share of images below epsilon per dimension. At ${line(at.epsilon)} nats: ${counts.join(", ")}`,
      });
    },
    close: chart.close,
  };
}

/** @param {CodesModel} model @param {Row[]} rows @param {Thresholds} at @param {number} dim @returns {Mark[]} */
function marksOf(model, rows, at, dim) {
  const sorted = [...rows].sort((a, b) => ORDER.indexOf(a.result.kind) - ORDER.indexOf(b.result.kind));
  const labelled = new Set();
  const lines = sorted.map(({ dim: own, result: { kind } }) => {
    const label = labelled.has(kind) ? undefined : KINDS[kind].text;
    labelled.add(kind);
    return {
      kind: /** @type {const} */ ("line"),
      x: model.epsilons,
      y: curveOf(model, own),
      colour: KINDS[kind].colour,
      size: own === dim ? 3 : 1,
      opacity: dim < 0 || own === dim ? 1 : 0.35,
      label,
    };
  });
  const levels = at.delta > 0.02 ? [at.delta, 1 - at.delta] : [];
  return [
    ...lines,
    { kind: "rule", y: levels, colour: "muted", dash: true },
    { kind: "rule", vertical: true, x: [at.epsilon], colour: "text", label: `\u03b5 = ${line(at.epsilon)}` },
  ];
}
