/** The rate of each dimension as a bar, on a log scale: a dimension that dies slides down a long way before it is gone. */

import { createChart } from "../../plot/chart.js";

const [LEAST, MOST] = [0.001, 10]; // nats, ends of the axis
const ROOM = 0.4; // right of the bars, for the names of the thresholds, as a share of them

/** Build the chart; `choose(dim)` hears which bar was clicked. */
export function createBars(run, choose, height) {
  const chart = createChart({
    test: "lab-bars",
    label: "Rate of each dimension",
    height,
    x: { label: "dimension", min: -0.6, max: 7.6 },
    y: { label: "rate, nats", min: LEAST, max: MOST, log: true },
    ondrag: (x) => choose(Math.round(x)),
  });
  const kept = { latent: 0, alive: null, dead: null };
  return {
    node: chart.node,
    draw({ now, arrays, active }) {
      const d = now.latent;
      if (kept.latent !== d) Object.assign(kept, { latent: d, alive: series(d), dead: series(d) });
      sort(kept, arrays.rate_per_dim, active);
      chart.set({
        x: { min: -0.6, max: d - 0.4 + ROOM * d, ticks: ticksOf(d) },
        marks: marksOf(kept, arrays.rate_per_dim, now),
        label: labelOf(now, arrays.rate_per_dim),
      });
    },
    close: chart.close,
  };
}

function series(d) {
  return { all: [new Float32Array(d), new Float32Array(d)], n: 0 };
}

/** Part the bars into those of active and of collapsed dimensions, in arrays that are used again. */
function sort({ alive, dead }, rate, active) {
  alive.n = dead.n = 0;
  for (let j = 0; j < rate.length; j++) {
    const into = active[j] ? alive : dead;
    into.all[0][into.n] = j;
    into.all[1][into.n++] = Math.max(LEAST, rate[j]);
  }
}

function marksOf({ alive, dead }, rate, { dim, limits }) {
  const bars = ({ all: [x, y], n }, colour, label) => ({
    kind: "bars",
    x: x.subarray(0, n),
    y: y.subarray(0, n),
    width: 1,
    colour,
    label,
  });
  return [
    bars(alive, 0, "active"),
    bars(dead, 6, "collapsed"),
    { kind: "rule", y: [limits.rate], colour: "text", dash: true, size: 1, label: `${limits.rate} nats` },
    {
      kind: "rule",
      y: [matched(limits.variance)],
      colour: "muted",
      dash: [2, 3],
      size: 1,
      label: `var \u03bc ${limits.variance}`,
    },
    { kind: "dots", x: [dim], y: [Math.max(LEAST, rate[dim])], size: 5, colour: "amber" },
  ];
}

/** The rate of a dimension whose mean has this variance, where its aggregate posterior is the prior: -ln(1 - variance) / 2. */
const matched = (variance) => -Math.log(1 - variance) / 2;

function ticksOf(d) {
  const every = d > 16 ? 4 : d > 10 ? 2 : 1;
  return Array.from({ length: Math.ceil(d / every) }, (_, i) => [i * every, `z${i * every}`]);
}

/** All bars in words; read out only when asked for. */
function labelOf({ active, latent }, rate) {
  return `Rate of each dimension in nats: ${Array.from(rate, (one, j) => `z${j} ${one.toFixed(2)}`).join(", ")}. ${active} of ${latent} active.`;
}
