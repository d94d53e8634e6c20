/** The cell's figures in numbers, and the bars of its rate per dimension. */

import { createChart } from "../../plot/chart.js";
import { h, setText } from "../../core/dom.js";
import { count, fixed } from "../../core/format.js";

const TICK = 4; // dimensions between two that are named

/** A rate in nats: more decimals where it is nearly none. */
export function rateText(rate) {
  if (rate < 1e-4) return "<0.0001";
  return fixed(rate, rate < 0.1 ? 4 : 2);
}

/** Make the line of numbers. */
export function createNumbers(grid) {
  const says = [
    ["rate", "Rate", "nats", ({ total }) => rateText(total)],
    ["distortion", "Distortion", "nats", ({ distortion }) => fixed(distortion, 1)],
    ["elbo", "ELBO", "nats", ({ elbo }) => fixed(elbo, 1)],
    ["active", "Active units", `of ${grid.latent}`, ({ active }) => String(active)],
  ].map(([name, label, unit, write]) => {
    const value = h("strong", { dataTestid: `sweep-${name}` });
    return { write, value, node: h("div", {}, h("dt", {}, label), h("dd", {}, value, " ", h("span", {}, unit))) };
  });
  const from = h(
    "p",
    { className: "note", title: "ELBO = \u2212(rate + distortion)" },
    `Means over ${count(grid.measured)} binarised ${grid.dataset.toUpperCase()} ${grid.split} images`,
  );
  return {
    node: h("div", { className: "numbers" }, h("dl", {}, ...says.map(({ node }) => node)), from),
    set: (cell) => says.forEach(({ write, value }) => setText(value, write(cell))),
  };
}

/** Every fourth dimension by its number. */
function ticksOf(latent) {
  return Array.from({ length: Math.ceil(latent / TICK) }, (_, i) => [i * TICK, String(i * TICK)]);
}

/** Make the bars; `pick(dim)` hears of a press on one. */
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
    set(cell, dim) {
      const some = (wanted) => [...cell.rate.keys()].filter((j) => cell.alive[j] === wanted && j !== dim);
      const bars = (dims, colour, label) => ({
        kind: "bars",
        x: dims,
        y: dims.map((j) => cell.rate[j]),
        width: 1,
        colour,
        label,
      });
      const dead = some(false);
      const marks = [
        bars(some(true), "accent", "active"),
        { kind: "dots", x: dead, y: dead.map((j) => cell.rate[j]), colour: "muted", size: 2.5, label: "dead" },
      ];
      marks.push(
        cell.alive[dim]
          ? bars([dim], "amber", "chosen")
          : { kind: "dots", x: [dim], y: [cell.rate[dim]], colour: "amber", size: 4, label: "chosen" },
      );
      chart.set({
        marks: marks.filter(({ x }) => x.length),
        label: `Rate per dimension: ${cell.active} of ${grid.latent} dimensions active, ${fixed(cell.total, 2)} nats in all`,
      });
    },
    close: chart.close,
  };
}
