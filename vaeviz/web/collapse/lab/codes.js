/** Where the encoder puts the held-out images, in the two dimensions whose means vary most: when they die all fall to the middle. */

import { styleOf } from "../../map/palette.js";
import { createChart } from "../../plot/chart.js";

const REACH = 3.5; // prior deviations to each side

export function createCodes(height) {
  const chart = createChart({
    test: "lab-codes",
    label: "Means of the held-out images",
    height,
    x: { min: -REACH, max: REACH },
    y: { min: -REACH, max: REACH },
  });
  let groups = [];
  return {
    node: chart.node,
    draw({ now, arrays: { points, labels } }) {
      groups = sorted(groups, points, labels);
      const [first, second] = now.dims;
      chart.set({
        x: { label: `mean of z${first}` },
        y: { label: second === undefined ? "" : `mean of z${second}` },
        marks: groups.map(({ x, y }, label) => ({
          kind: "dots",
          x,
          y,
          size: 2.5,
          colour: styleOf(label).colour ?? "text",
          label: String(label),
        })),
        label: `Posterior means of ${labels.length} held-out images in ${now.dims.map((dim) => `z${dim}`).join(" and ")}, coloured by digit`,
      });
    },
    close: chart.close,
  };
}

/** The points of each label, in the arrays of `groups` where they are of the right size. */
function sorted(groups, points, labels) {
  const counts = [];
  for (const label of labels) counts[label] = (counts[label] ?? 0) + 1;
  const wide = points.length / labels.length;
  const fits = groups.length === counts.length && groups.every(({ x }, i) => x.length === counts[i]);
  const into = fits ? groups : counts.map((n) => ({ x: new Float32Array(n), y: new Float32Array(n) }));
  const next = new Uint16Array(into.length);
  for (let i = 0; i < labels.length; i++) {
    const { x, y } = into[labels[i]];
    const at = next[labels[i]]++;
    x[at] = points[wide * i];
    y[at] = wide > 1 ? points[wide * i + 1] : 0;
  }
  return into;
}
