/** The cell's figures in numbers, and the bars of its rate per dimension. */

/** @import { Mark } from "../../plot/marks.js" */
/** @import { Cell, Grid } from "./grid.js" */

import { createChart } from "../../plot/chart.js";
import { h, setText } from "../../core/dom.js";
import { count, fixed } from "../../core/format.js";
import { tickText } from "../../plot/scale.js";

const TICK = 4; // dimensions between two ticks

/**
 * A rate in nats: more decimals near zero.
 * @param {number} rate
 */
export function rateText(rate) {
  if (rate < 1e-4) return "<0.0001";
  return fixed(rate, rate < 0.1 ? 4 : 2);
}

/**
 * Make the line of numbers.
 * @param {Grid} grid
 */
export function createNumbers(grid) {
  const values = ["rate", "distortion", "elbo", "active"].map((name) => h("strong", { dataTestid: `sweep-${name}` }));
  const labels = ["Rate", "Distortion", "ELBO", `Active units (variance of mean above ${tickText(grid.active)})`];
  const units = ["nats", "nats", "nats", `of ${grid.latent}`];
  const numbers = values.map((value, i) =>
    h("div", {}, h("dt", {}, labels[i]), h("dd", {}, value, " ", h("span", {}, units[i]))),
  );
  const from = h(
    "p",
    { className: "note", title: "ELBO = \u2212(rate + distortion)" },
    `Means over ${count(grid.measured)} binarised ${grid.dataset.toUpperCase()} ${grid.split} images`,
  );
  return {
    node: h("div", { className: "numbers" }, h("dl", {}, ...numbers), from),
    /** @param {Cell} cell */
    set({ total, distortion, elbo, active }) {
      const texts = [rateText(total), fixed(distortion, 1), fixed(elbo, 1), String(active)];
      values.forEach((value, i) => setText(value, texts[i]));
    },
  };
}

/** @param {number} latent @returns {[number, string][]} */
function ticksOf(latent) {
  return Array.from({ length: Math.ceil(latent / TICK) }, (_, i) => [i * TICK, String(i * TICK)]);
}

/**
 * Make the bars.
 * @param {Grid} grid
 * @param {(dim: number) => void} pick called at a press on a bar
 */
export function createBars(grid, pick) {
  const chart = createChart({
    test: "sweep-bars",
    label: "Rate per dimension",
    height: 200,
    x: { label: "Dimension of z", min: -0.7, max: grid.latent - 0.3, ticks: ticksOf(grid.latent) },
    y: { label: "Rate (KL) per dimension, nats", min: 0, max: grid.mostRate },
    ondrag: (x) => pick(Math.min(grid.latent - 1, Math.max(0, Math.round(x)))),
  });
  return {
    node: chart.node,
    /** @param {Cell} cell @param {number} dim */
    set(cell, dim) {
      const others = [...cell.rate.keys()].filter((j) => j !== dim);
      const active = others.filter((j) => cell.isActive[j]);
      const collapsed = others.filter((j) => !cell.isActive[j]);
      const at = (/** @type {number[]} */ dims) => ({ x: dims, y: dims.map((j) => cell.rate[j]) });
      /** @type {Mark[]} */
      const marks = [];
      if (active.length) marks.push({ kind: "bars", ...at(active), width: 1, colour: "accent", label: "active" });
      if (collapsed.length)
        marks.push({ kind: "dots", ...at(collapsed), colour: "muted", size: 2.5, label: "collapsed" });
      const kind = cell.isActive[dim] ? "bars" : "dots";
      marks.push({ kind, ...at([dim]), width: 1, size: 4, colour: "amber", label: "selected" });
      chart.set({
        marks,
        label: `Rate per dimension: ${cell.active} of ${grid.latent} active, ${fixed(cell.total, 2)} nats in total`,
      });
    },
    close: chart.close,
  };
}
