/**
 * The posterior means of the held-out images in the two dimensions whose means vary most: at a collapse all fall to 0.
 */

import { styleOf } from "../../map/palette.js";
import { createChart } from "../../plot/chart.js";

/** @import { LabState } from "./run.js" */

/** Points of one class. @typedef {{ x: Float32Array, y: Float32Array }} Group */

const REACH = 3.5; // standard deviations of the prior, to each side

/** @param {number} height */
export function createCodes(height) {
  const chart = createChart({
    test: "lab-codes",
    label: "Posterior means of the held-out images",
    height,
    x: { min: -REACH, max: REACH },
    y: { min: -REACH, max: REACH },
  });
  /** @type {Group[]} */
  let groups = [];
  return {
    node: chart.node,
    /** @param {LabState} state */
    draw({ now, arrays }) {
      if (!now || !arrays) return;
      const { points, labels } = arrays;
      groups = grouped(groups, points, labels);
      const [first, second] = now.dims;
      const names = now.dims.map((/** @type {number} */ dim) => `z${dim}`).join(" and ");
      chart.set({
        x: { label: `Mean of z${first}` },
        y: { label: second === undefined ? "" : `Mean of z${second}` },
        marks: groups.map(({ x, y }, label) => ({
          kind: "dots",
          x,
          y,
          size: 2.5,
          colour: styleOf(label).colour ?? "text",
          label: String(label),
        })),
        label: `Posterior means of ${labels.length} held-out images in ${names}, coloured by digit`,
      });
    },
    close: chart.close,
  };
}

/**
 * The points of each label, in the arrays of `groups` where they have the right size.
 * @param {Group[]} groups @param {Float32Array} points @param {Uint8Array} labels
 */
function grouped(groups, points, labels) {
  /** @type {number[]} */
  const counts = [];
  for (const label of labels) counts[label] = (counts[label] ?? 0) + 1;
  const columns = points.length / labels.length;
  const fits = groups.length === counts.length && groups.every(({ x }, i) => x.length === counts[i]);
  const into = fits ? groups : counts.map((n) => ({ x: new Float32Array(n), y: new Float32Array(n) }));
  const next = new Uint16Array(into.length);
  for (let i = 0; i < labels.length; i++) {
    const { x, y } = into[labels[i]];
    const at = next[labels[i]]++;
    x[at] = points[columns * i];
    y[at] = columns > 1 ? points[columns * i + 1] : 0;
  }
  return into;
}
