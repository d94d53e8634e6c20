/** The share of images below epsilon, against epsilon: a line a dimension. */

import { createChart } from "../../plot/chart.js";
import { curveOf } from "./models.js";
import { line } from "./criteria-of-codes.js";

const INK = { active: "accent", mixed: "amber", passive: "muted" };

/** As the legend names them. */
function inOrder(found) {
  const kinds = Object.keys(INK);
  return [...found].sort((a, b) => kinds.indexOf(a.verdict.kind) - kinds.indexOf(b.verdict.kind));
}

/** Build the chart; `put(epsilon)` hears of a drag across it. */
export function createCurves(put) {
  const chart = createChart({
    test: "criteria-curves",
    label: "Share of images below epsilon",
    height: 240,
    x: { label: "\u03b5, nats", log: true, min: 1e-3, max: 10 },
    y: { label: "Share of images with KL below \u03b5", min: 0, max: 1 },
    ondrag: (epsilon) => put(Number(Math.min(10, Math.max(1e-3, epsilon)).toPrecision(2))),
  });
  const known = new Map(); // model -> a curve a dimension
  return {
    node: chart.node,
    set(model, found, at, dim) {
      if (!known.has(model))
        known.set(
          model,
          Array.from({ length: model.latent }, (_, own) => curveOf(model, own)),
        );
      const curves = known.get(model);
      const first = new Set();
      const marks = inOrder(found).map(({ dim: own, verdict: { kind } }) => {
        const label = first.has(kind) ? null : kind;
        first.add(kind);
        return {
          kind: "line",
          x: model.epsilons,
          y: curves[own],
          colour: INK[kind],
          size: own === dim ? 3 : 1,
          opacity: dim < 0 || own === dim ? 1 : 0.35,
          label,
        };
      });
      const levels = at.delta > 0.02 ? [at.delta, 1 - at.delta] : [];
      marks.push({ kind: "rule", y: levels, colour: "muted", dash: true });
      marks.push({
        kind: "rule",
        vertical: true,
        x: [at.epsilon],
        colour: "text",
        label: `\u03b5 = ${line(at.epsilon)}`,
      });
      const count = (kind) => found.filter(({ verdict }) => verdict.kind === kind).length;
      chart.set({
        marks,
        label: `Share of images below epsilon, a line a dimension. At ${line(at.epsilon)} nats: ${count("active")} active, ${count("mixed")} mixed, ${count("passive")} passive`,
      });
    },
    close: chart.close,
  };
}
