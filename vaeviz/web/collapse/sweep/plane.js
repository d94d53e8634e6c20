/** The plane of rate and distortion: every cell a dot, the paths of this beta and this epoch, and the current cell. */

/** @import { Mark } from "../../plot/marks.js" */
/** @import { Cell, Grid } from "./grid.js" */

import { tickText } from "../../plot/scale.js";
import { createChart } from "../../plot/chart.js";
import { fixed } from "../../core/format.js";
import { nearest } from "./grid.js";

const ROUND = 10; // nats, to which the ends of the axes are rounded

/**
 * Make the plane.
 * @param {Grid} grid
 * @param {(row: number, epoch: number) => void} go called at a press and during a drag, with the nearest cell
 */
export function createPlane(grid, go) {
  const cells = Array.from({ length: grid.rows }, (_, row) =>
    Array.from({ length: grid.epochs }, (_, i) => grid.cell(row, i + 1)),
  );
  const path = (/** @type {Cell[]} */ list) => ({
    x: list.map(({ total }) => total),
    y: list.map(({ distortion }) => distortion),
  });
  const all = path(cells.flat());
  const least = Math.min(...all.y);
  const [wide, high] = [Math.max(...all.x), Math.max(...all.y) - least];
  const right = ROUND * Math.ceil((1.02 * wide) / ROUND);
  const chart = createChart({
    test: "sweep-plane",
    label: "Rate and distortion of every run",
    height: 264,
    x: { label: "Rate R, nats per image", min: 0, max: right },
    y: {
      label: "Distortion D, nats per image",
      min: ROUND * Math.floor(least / ROUND),
      max: ROUND * Math.ceil((least + 1.02 * high) / ROUND),
    },
    ondrag(x, y) {
      const { row, epoch } = nearest(grid, x, y, wide, high);
      go(row, epoch);
    },
  });
  return {
    node: chart.node,
    /** @param {number} row @param {number} epoch */
    set(row, epoch) {
      const { total, distortion, elbo } = cells[row][epoch - 1];
      const beta = tickText(grid.betas[row]);
      const here = { x: [total], y: [distortion] };
      /** @type {Mark[]} */
      const marks = [
        {
          kind: "line",
          x: [0, right],
          y: [-elbo, -elbo - right],
          colour: "muted",
          size: 1,
          dash: true,
          label: "same ELBO",
        },
        { kind: "dots", ...all, colour: "muted", size: 2.5, opacity: 0.35 },
        {
          kind: "line",
          ...path(cells.map((list) => list[epoch - 1])),
          colour: "text",
          size: 1.25,
          label: "this epoch",
        },
        { kind: "line", ...path(cells[row]), colour: "accent", label: "this \u03b2" },
        { kind: "dots", ...here, colour: "amber", size: 6 },
        { kind: "text", ...here, colour: "text", label: `  \u03b2 = ${beta}, epoch ${epoch}` },
      ];
      chart.set({
        marks,
        label:
          `Rate and distortion of every run. Beta ${beta}, epoch ${epoch}: rate ${fixed(total, 2)}, ` +
          `distortion ${fixed(distortion, 1)}, ELBO ${fixed(elbo, 1)} nats`,
      });
    },
    close: chart.close,
  };
}
