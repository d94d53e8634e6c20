/** Rate, distortion and ELBO over steps, those of the previous run as faint lines. */

import { createChart } from "../../plot/chart.js";
import { range } from "./history.js";

/** @import { Mark } from "../../plot/marks.js" */
/** @import { History } from "./history.js" */
/** @import { LabState } from "./run.js" */

const LINES = /** @type {const} */ ([
  { name: "rate", label: "rate", colour: 0 },
  { name: "distortion", label: "distortion", colour: 5 },
  { name: "elbo", label: "ELBO", colour: 2 },
]);
/** For the legend. @type {Mark} */
const PREVIOUS = { kind: "line", x: [], y: [], colour: "muted", dash: true, label: "previous run" };
const SKIPPED = 16; // steps at the start, where an untrained model is far off

/** @param {number} height */
export function createCurves(height) {
  const chart = createChart({
    test: "lab-curves",
    label: "Rate, distortion and ELBO over steps",
    height,
    x: { label: "Step", min: 0, max: 2048 },
    y: { label: "Nats per image", min: 0, max: 1 },
  });
  return {
    node: chart.node,
    /** @param {LabState} state */
    draw({ history, previous }) {
      if (!history) return;
      const both = previous ? [previous, history] : [history];
      const [min, max] = range(
        both.flatMap((one) => LINES.map(({ name }) => one.line(name))),
        Math.ceil(SKIPPED / history.stride),
      ) ?? [0, 1];
      const lines = both.flatMap((one) => LINES.map((line) => lineOf(one, line, one !== history)));
      chart.set({ x: { max: history.span }, y: { min, max }, marks: previous ? [...lines, PREVIOUS] : lines });
    },
    close: chart.close,
  };
}

/** @param {History} history @param {typeof LINES[number]} line @param {boolean} faint @returns {Mark} */
function lineOf(history, { name, label, colour }, faint) {
  /** @type {Mark} */
  const mark = { kind: "line", x: history.steps.subarray(0, history.n), y: history.line(name), colour };
  return faint ? { ...mark, opacity: 0.35, dash: [4, 4] } : { ...mark, label };
}
