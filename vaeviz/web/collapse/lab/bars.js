/**
 * The KL of each dimension as a bar, on a log scale, so that a dimension is seen long before and after it collapses.
 */

import { createChart } from "../../plot/chart.js";

/** @import { Mark } from "../../plot/marks.js" */
/** @import { LabState, Numbers } from "./run.js" */

const [LEAST, MOST] = [0.001, 10]; // nats, ends of the axis
const ROOM = 0.4; // right of the bars, for the names of the thresholds, as a share of them

/**
 * Dimensions and their KL in nats, of which the first n count.
 * @typedef {{ x: Float32Array, y: Float32Array, n: number }} Series
 */

/**
 * Build the chart; `choose(dim)` is called for the bar that is clicked.
 * @param {(dim: number) => void} choose @param {number} height
 */
export function createBars(choose, height) {
  const chart = createChart({
    test: "lab-bars",
    label: "KL of each dimension",
    height,
    x: { label: "Dimension", min: -0.6, max: 7.6 },
    y: { label: "KL (nats)", min: LEAST, max: MOST, log: true },
    ondrag: (x) => choose(Math.round(x)),
  });
  let [above, below] = [series(0), series(0)];
  return {
    node: chart.node,
    /** @param {LabState} state */
    draw({ now, arrays, active }) {
      if (!now || !arrays || !active) return;
      const d = now.latent;
      if (above.x.length !== d) [above, below] = [series(d), series(d)];
      sort(above, below, arrays.rate_per_dim, active);
      chart.set({
        x: { min: -0.6, max: d - 0.4 + ROOM * d, ticks: ticksOf(d) },
        marks: marksOf(above, below, arrays.rate_per_dim, now),
        label: labelOf(now, arrays.rate_per_dim),
      });
    },
    close: chart.close,
  };
}

/** @param {number} d @returns {Series} */
const series = (d) => ({ x: new Float32Array(d), y: new Float32Array(d), n: 0 });

/**
 * Part the bars at the threshold, in arrays that are used again.
 * @param {Series} above @param {Series} below @param {Float32Array} rates @param {Uint8Array} active
 */
function sort(above, below, rates, active) {
  above.n = below.n = 0;
  for (let j = 0; j < rates.length; j++) {
    const into = active[j] ? above : below;
    into.x[into.n] = j;
    into.y[into.n++] = Math.max(LEAST, rates[j]);
  }
}

/** @param {Series} above @param {Series} below @param {Float32Array} rates @param {Numbers} now @returns {Mark[]} */
function marksOf(above, below, rates, { dim, limits }) {
  /** @param {Series} series @param {number} colour @param {string} label @returns {Mark} */
  const bars = ({ x, y, n }, colour, label) => ({
    kind: "bars",
    x: x.subarray(0, n),
    y: y.subarray(0, n),
    width: 1,
    colour,
    label,
  });
  return [
    bars(above, 0, `above ${limits.rate} nats`),
    bars(below, 6, "below"),
    { kind: "rule", y: [limits.rate], colour: "text", dash: true, size: 1, label: `${limits.rate} nats` },
    {
      kind: "rule",
      y: [matched(limits.variance)],
      colour: "muted",
      dash: [2, 3],
      size: 1,
      label: `Var \u03bc ${limits.variance}`,
    },
    { kind: "dots", x: [dim], y: [Math.max(LEAST, rates[dim])], size: 5, colour: "amber" },
  ];
}

/**
 * KL of a dimension whose mean has this variance, if its aggregate posterior is the prior: -ln(1 - variance) / 2.
 * @param {number} variance
 */
const matched = (variance) => -Math.log(1 - variance) / 2;

/** @param {number} d @returns {[number, string][]} */
function ticksOf(d) {
  const every = d > 16 ? 4 : d > 10 ? 2 : 1;
  return Array.from({ length: Math.ceil(d / every) }, (_, i) => [i * every, `z${i * every}`]);
}

/** All bars in words. @param {Numbers} now @param {Float32Array} rates */
function labelOf({ active, latent, limits }, rates) {
  const each = Array.from(rates, (one, j) => `z${j} ${one.toFixed(2)}`).join(", ");
  return `KL of each dimension in nats: ${each}. ${active} of ${latent} above ${limits.rate} nats.`;
}
