/** The curves of both sides on shared axes: the mean over seeds as a line, all seeds between the edges of its band. */

import { createChart } from "../../plot/chart.js";
import { h } from "../../core/dom.js";
import { endsOf } from "./numbers.js";

/** @import { Mark } from "../../plot/marks.js" */
/** @import { DrawnSide } from "./shown.js" */

/** Of the palette, by side. @type {Record<string, number>} */
export const COLOURS = { a: 0, b: 5 };
const SKIPPED = 0.08; // share of the steps at the start, where an untrained model is far off

/**
 * One chart: `also` is a second figure, dashed; `from` the lower end of the axis.
 * @typedef {{ name: string, also?: string, label: string, title: string, from?: number }} Spec
 */

/** @type {(threshold: number) => Spec[]} */
const chartsOf = (threshold) => [
  { name: "elbo", label: "ELBO (nats)", title: "ELBO of held-out images over steps" },
  { name: "rate", label: "Rate (nats)", title: "Rate over steps", from: 0 },
  { name: "distortion", label: "Distortion (nats)", title: "Distortion over steps" },
  {
    name: "active",
    also: "active_kl",
    label: "Dimensions",
    title: `Active units, and dimensions with a KL above ${threshold} nats, over steps`,
    from: 0,
  },
];
/** For the legend. @param {number} threshold @returns {Mark[]} */
const keyOf = (threshold) => [
  { kind: "line", x: [], y: [], colour: "text", label: "active units" },
  { kind: "line", x: [], y: [], colour: "text", dash: true, label: `KL > ${threshold} nats` },
];

/** Build the four charts; `draw` may be called at every frame. @param {number} threshold - of the KL, in nats */
export function createCurves(threshold) {
  const specs = chartsOf(threshold);
  const charts = specs.map(({ name, label, title }) =>
    createChart({ test: `race-${name}`, label: title, height: 172, x: { label: "Step", min: 0 }, y: { label } }),
  );
  return {
    node: h("div", { className: "race-curves" }, ...charts.map(({ node }) => node)),
    /** @param {DrawnSide[]} sides @param {number} steps */
    draw(sides, steps) {
      specs.forEach((spec, i) => {
        const marks = [...sides.flatMap((side) => marksOf(side, spec)), ...(spec.also ? keyOf(threshold) : [])];
        charts[i].set({ x: { max: steps }, y: endsOfAxis(spec, sides), marks });
      });
    },
    close() {
      for (const chart of charts) chart.close();
    },
  };
}

/** @param {Spec} spec @param {DrawnSide[]} sides */
function endsOfAxis({ name, also, from }, sides) {
  if (also) return { min: 0, max: Math.max(1, ...sides.map(({ settings }) => settings.latent)) };
  const skip = Math.ceil(SKIPPED * (sides[0]?.points.length ?? 0));
  const ends = endsOf(
    sides.map(({ curve }) => curve(name)),
    skip,
  );
  return from === undefined ? ends : { ...ends, min: from };
}

/** @param {DrawnSide} side @param {Spec} spec @returns {Mark[]} */
function marksOf({ side, points, curve, seeds }, { name, also }) {
  const colour = COLOURS[side];
  const x = Array.from(points);
  const { mean, min, max } = curve(name);
  /** @type {Mark} */
  const line = { kind: "line", x, y: mean, colour, label: side.toUpperCase() };
  if (also) return [line, { kind: "line", x, y: curve(also).mean, colour, dash: [3, 3] }];
  return seeds > 1 ? [{ kind: "area", x, y: max, base: min, colour, fill: 0.18 }, line] : [line];
}
