/** The data as strips, and for a few sequences both posteriors of z: the true one, and the encoder's. */

import { createChart } from "../../plot/chart.js";
import { createSurface } from "../../plot/surface.js";
import { h, setText } from "../../core/dom.js";
import { fixed, plural } from "../../core/format.js";

/** @import { Mark } from "../../plot/marks.js" */
/** @import { Posteriors, Toy } from "./ends.js" */

const CELL_HEIGHT = 5; // px
const TOPS = [1.2, 2, 3, 4]; // of the densities, the same in all panels

/**
 * All shown sequences, one per column, fewest heads first, with marks over those whose posteriors are drawn.
 * @param {Toy} toy
 */
export function createData(toy) {
  const length = toy.tosses[0].length;
  const surface = createSurface(
    {
      test: "toy-data",
      label: `${toy.tosses.length} sequences of the data, one per column, fewest heads first`,
      height: length * CELL_HEIGHT + 8,
    },
    (pen, width, _, colours) => {
      const wide = width / toy.tosses.length;
      for (const [i, tosses] of toy.tosses.entries()) {
        const [from, to] = [Math.round(i * wide), Math.round((i + 1) * wide)];
        pen.fillStyle = colours.panel;
        pen.fillRect(from, 8, to - from, length * CELL_HEIGHT);
        pen.fillStyle = colours.accent;
        for (const [j, heads] of tosses.entries())
          if (heads) pen.fillRect(from, 8 + j * CELL_HEIGHT, Math.max(1, to - from - 1), CELL_HEIGHT - 1);
      }
      pen.fillStyle = colours.amber;
      for (const i of toy.picked) pen.fillRect(Math.round((i + 0.5) * wide) - 2, 0, 4, 6);
    },
  );
  surface.redraw();
  return { node: surface.node, close: surface.close };
}

/** One panel per picked sequence: its tosses, and both posteriors over z. @param {Toy} toy */
export function createPosteriors(toy) {
  const panels = toy.picked.map((index, i) => createPanel(toy, index, i));
  return {
    node: h("div", { className: "posteriors", dataTestid: "toy-posteriors" }, ...panels.map(({ node }) => node)),
    /** @param {{ posteriors: Posteriors[] }} end */
    draw({ posteriors }) {
      const most = Math.max(...posteriors.map(({ sd }) => 1 / (sd * Math.sqrt(2 * Math.PI))));
      const top = TOPS.find((one) => one >= most) ?? TOPS[TOPS.length - 1];
      panels.forEach((panel, i) => panel.draw(posteriors[i], top));
    },
    close() {
      for (const panel of panels) panel.close();
    },
  };
}

/** @param {Toy} toy @param {number} index @param {number} i */
function createPanel(toy, index, i) {
  const cells = [...toy.tosses[index]].map((toss) => h("i", { className: toss ? "heads" : "tails" }));
  const strip = h(
    "div",
    {
      className: "tosses",
      role: "img",
      ariaLabel: [...toy.tosses[index]].map((toss) => (toss ? "H" : "T")).join(""),
    },
    ...cells,
  );
  const caption = h("p", { className: "note" });
  const heads = plural(toy.heads[index], "head");
  const chart = createChart({
    test: `toy-posterior-${i}`,
    height: 104,
    x: { label: "z", min: -3.5, max: 3.5 },
    y: { label: "", min: 0 },
    label: "Posteriors",
  });
  const step = toy.z[1] - toy.z[0];
  const normal = (/** @type {number} */ mu, /** @type {number} */ sd) =>
    toy.z.map((z) => Math.exp(-0.5 * ((z - mu) / sd) ** 2) / (sd * Math.sqrt(2 * Math.PI)));
  /** @type {Mark} */
  const prior = { kind: "line", x: toy.z, y: normal(0, 1), colour: "muted", size: 1, dash: true };
  return {
    node: h("div", { className: "posterior" }, strip, caption, chart.node),
    /** @param {Posteriors} posteriors @param {number} top */
    draw({ p, mu, sd }, top) {
      /** @type {Mark} */
      const truth = { kind: "area", x: toy.z, y: Array.from(p, (share) => share / step), colour: "amber", fill: 0.35 };
      /** @type {Mark} */
      const q = { kind: "line", x: toy.z, y: normal(mu, sd), colour: "accent" };
      setText(caption, heads);
      chart.set({
        y: { max: top },
        marks: [truth, prior, q],
        label: `Posteriors of a sequence with ${heads}: the encoder\u2019s mean ${fixed(mu)}, deviation ${fixed(sd)}`,
      });
    },
    close: chart.close,
  };
}
