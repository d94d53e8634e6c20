/** The KL of every dimension of both sides, highest first: the mean over seeds. */

import { createChart } from "../../plot/chart.js";
import { COLOURS } from "./curves.js";

/** @import { Mark } from "../../plot/marks.js" */
/** @import { DrawnSide } from "./shown.js" */

const SHIFT = 0.21; // of a bar from its rank, where both sides have one
const WIDTH = 0.42;
const ROOM = 1.1; // for the text of the threshold

/** Build the chart; `draw` may be called at every frame. */
export function createBars() {
  const chart = createChart({
    test: "race-bars",
    label: "KL of each dimension, highest first",
    height: 172,
    x: { label: "Dimension, highest KL first" },
    y: { label: "KL (nats)", min: 0 },
  });
  return {
    node: chart.node,
    /** @param {DrawnSide[]} sides @param {number} threshold */
    draw(sides, threshold) {
      const most = Math.max(1, ...sides.map(({ rates }) => rates.length));
      const every = most > 16 ? 4 : most > 10 ? 2 : 1;
      /** @type {[number, string][]} */
      const ticks = Array.from({ length: Math.ceil(most / every) }, (_, i) => [i * every + 1, String(i * every + 1)]);
      /** @type {Mark} */
      const rule = { kind: "rule", y: [threshold], colour: "text", dash: true, size: 1, label: `${threshold} nats` };
      chart.set({
        x: { min: 0.4, max: 0.6 + most * ROOM, ticks },
        marks: [...sides.map(barsOf), rule],
        label: `KL of each dimension, highest first: ${sides.map(wordsOf).join("; ")}`,
      });
    },
    close: chart.close,
  };
}

/** @param {DrawnSide} side @returns {Mark} */
function barsOf({ side, rates }) {
  const shift = side === "a" ? -SHIFT : SHIFT;
  return {
    kind: "bars",
    x: rates.map((_, i) => i + 1 + shift),
    y: rates.map(({ mean }) => Math.max(0, mean)),
    width: WIDTH,
    colour: COLOURS[side],
    label: side.toUpperCase(),
  };
}

/** @param {DrawnSide} side */
const wordsOf = ({ side, rates }) =>
  `${side.toUpperCase()} ${rates.map(({ mean }) => mean.toFixed(2)).join(", ")} nats`;
