/** The curves of both sides on shared axes: the mean over seeds as a line, all seeds between the edges of its band. */

import { createChart } from "../../plot/chart.js";
import { h } from "../../core/dom.js";
import { endsOf } from "./numbers.js";

export const COLOURS = { a: 0, b: 5 }; // of the palette
const SKIPPED = 0.08; // share of the steps at the start, where an untrained model is far off

const CHARTS = [
  { name: "elbo", label: "ELBO, nats", words: "ELBO of held-out images over steps" },
  { name: "rate", label: "rate, nats", words: "Rate over steps", from: 0 },
  { name: "distortion", label: "distortion, nats", words: "Distortion over steps" },
  {
    name: "active",
    also: "active_kl",
    label: "active units",
    words: "Active units over steps, at two thresholds",
    from: 0,
  },
];
const KEY = [
  { kind: "line", x: [], y: [], colour: "text", label: "by variance" },
  { kind: "line", x: [], y: [], colour: "text", dash: true, label: "by rate" },
]; // for the legend

/** Build the four charts; `draw(sides, steps)` may be called at every frame. */
export function createCurves() {
  const charts = CHARTS.map(({ name, label, words }) =>
    createChart({ test: `race-${name}`, label: words, height: 172, x: { label: "step", min: 0 }, y: { label } }),
  );
  return {
    node: h("div", { className: "race-curves" }, ...charts.map(({ node }) => node)),
    draw(sides, steps) {
      const there = sides.filter(({ points }) => points);
      CHARTS.forEach((spec, i) =>
        charts[i].set({
          x: { max: steps },
          y: yOf(spec, there),
          marks: [...there.flatMap((side) => marksOf(side, spec)), ...(spec.also ? KEY : [])],
        }),
      );
    },
    close: () => charts.forEach((chart) => chart.close()),
  };
}

function yOf({ name, also, from }, sides) {
  if (also) return { min: 0, max: Math.max(1, ...sides.map(({ settings }) => settings.latent)) };
  const points = sides[0]?.points.length ?? 0;
  const ends = endsOf(
    sides.map(({ curve }) => curve(name)),
    Math.ceil(SKIPPED * points),
  );
  return from === undefined ? ends : { ...ends, min: from };
}

function marksOf({ lane, points, curve, seeds }, { name, also }) {
  const colour = COLOURS[lane];
  const x = Array.from(points);
  const { mean, min, max } = curve(name);
  const line = { kind: "line", x, y: mean, colour, label: lane.toUpperCase() };
  const band = seeds > 1 ? [{ kind: "area", x, y: max, base: min, colour, fill: 0.18 }] : [];
  if (!also) return [...band, line];
  return [line, { kind: "line", x, y: curve(also).mean, colour, dash: [3, 3] }];
}
