/** The rate of every dimension of both sides, strongest first: the mean over seeds. */

import { createChart } from "../../plot/chart.js";
import { COLOURS } from "./curves.js";

const SHIFT = 0.21; // of a bar from its rank, where both sides have one
const WIDTH = 0.42;
const ROOM = 1.1; // for the words of the threshold

/** Build the chart; `draw(sides, threshold)` may be called at every frame. */
export function createBars() {
  const chart = createChart({
    test: "race-bars",
    label: "Rate of each dimension, strongest first",
    height: 172,
    x: { label: "dimension, strongest first" },
    y: { label: "rate per dimension, nats", min: 0 },
  });
  return {
    node: chart.node,
    draw(sides, threshold) {
      const there = sides.filter(({ points }) => points);
      const most = Math.max(1, ...there.map(({ rates }) => rates.length));
      const every = most > 16 ? 4 : most > 10 ? 2 : 1;
      const ticks = Array.from({ length: Math.ceil(most / every) }, (_, i) => [i * every + 1, String(i * every + 1)]);
      chart.set({
        x: { min: 0.4, max: 0.6 + most * ROOM, ticks },
        marks: [
          ...there.map(barsOf),
          { kind: "rule", y: [threshold], colour: "text", dash: true, size: 1, label: `${threshold} nats` },
        ],
        label: `Rate of each dimension, strongest first: ${there.map(wordsOf).join("; ")}`,
      });
    },
    close: chart.close,
  };
}

function barsOf({ lane, rates }) {
  const shift = lane === "a" ? -SHIFT : SHIFT;
  return {
    kind: "bars",
    x: rates.map((_, i) => i + 1 + shift),
    y: rates.map(({ mean }) => Math.max(0, mean)),
    width: WIDTH,
    colour: COLOURS[lane],
    label: lane.toUpperCase(),
  };
}

function wordsOf({ lane, rates }) {
  return `${lane.toUpperCase()} ${rates.map(({ mean }) => mean.toFixed(2)).join(", ")} nats`;
}
