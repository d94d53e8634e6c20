/** Rate, distortion and ELBO over steps, the run before as faint lines. */

import { createChart } from "../../plot/chart.js";
import { range } from "./history.js";

const LINES = [
  ["rate", 0],
  ["distortion", 5],
  ["elbo", 2],
];
const NAMES = { rate: "rate", distortion: "distortion", elbo: "ELBO" };
const BEFORE = { kind: "line", x: [], y: [], colour: "muted", dash: true, label: "run before" }; // for the legend
const SKIPPED = 16; // steps at the start, where an untrained model is far off

export function createCurves(run, height) {
  const chart = createChart({
    test: "lab-curves",
    label: "Rate, distortion and ELBO over steps",
    height,
    x: { label: "step", min: 0, max: 2048 },
    y: { label: "nats an image", min: 0, max: 1 },
  });
  return {
    node: chart.node,
    draw({ history, ghost }) {
      const both = [history, ...(ghost ? [ghost] : [])];
      const ends = range(
        both.flatMap((one) => LINES.map(([name]) => one.line(name))),
        Math.ceil(SKIPPED / history.stride),
      ) ?? [0, 1];
      chart.set({
        x: { max: history.span },
        y: { min: ends[0], max: ends[1] },
        marks: [
          ...(ghost ? LINES.map((line) => lineOf(ghost, line, true)) : []),
          ...LINES.map((line) => lineOf(history, line, false)),
          ...(ghost ? [BEFORE] : []),
        ],
      });
    },
    close: chart.close,
  };
}

function lineOf(history, [name, colour], faint) {
  const mark = { kind: "line", x: history.steps.subarray(0, history.n), y: history.line(name), colour };
  return faint ? { ...mark, opacity: 0.35, dash: [4, 4] } : { ...mark, label: NAMES[name] };
}
