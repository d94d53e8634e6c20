/** Lights going out: the rate of each dimension of a shipped model at each step of its training. */

/** @import { CollapsePage, CollapseStore } from "../../core/types.js" */
/** @import { History, HistoryPosition, Lights } from "./types.js" */

import { createChart } from "../../plot/chart.js";
import { createChoice } from "../../plot/choice.js";
import { createHeatmap } from "../../plot/heatmap.js";
import { nearest } from "../../plot/nearest.js";
import { createRange } from "../../plot/range.js";
import { atNextFrame, h, setText } from "../../core/dom.js";
import { count, fixed } from "../../core/format.js";
import { createFrame } from "../parts/frame.js";
import { drawBars, drawLights } from "./rate-history-marks.js";
import { LIT, columnsOf, heatOf, lightsOver, ratesAt, readHistory, stepTicks } from "./measured-runs.js";
import { createWalks } from "./traversals.js";

const KEYS = ["heat_step", "heat_axis", "heat_alive", "heat_dead", "heat_from"];

/** @param {CollapsePage} page */
export function createLights(page) {
  return createFrame(page, {
    test: "lights",
    question: "When do they go out?",
    names: ["heat"],
    build: (facts) => build(page, readHistory(facts)),
  });
}

/** @param {CollapsePage} page @param {History} history */
function build(page, history) {
  const { store } = page;
  const lights = { clear: lightsOver(history, LIT), least: lightsOver(history, history.head.least_rate) };
  const charts = createCharts(store, history);
  const walks = createWalks(page, history);
  const said = h("p", { className: "reading", dataTestid: "heat-reading" });
  let shown = false;
  let walked = "";
  const draw = atNextFrame(() => shown && show());
  function show() {
    const now = positionOf(store.get(), history);
    charts.draw(now, lights);
    setText(said, readingOf(now, history, lights));
    page.publish("heat.lights", lights.clear[now.at]);
    const walk = String([now.alive, now.dead, now.from]);
    if (walk !== walked) walks.draw({ start: history.starts[now.from].z, alive: now.alive, dead: now.dead });
    walked = walk;
  }
  const stop = store.watch(KEYS, draw);
  const side = h("div", { className: "column" }, charts.bars.node, createWishes(store, history), walks.node, said);
  return {
    nodes: [
      createControls(store, history),
      h(
        "div",
        { className: "charts heat-charts" },
        h("div", { className: "column" }, charts.heat.node, charts.lights.node),
        side,
      ),
      h("p", { className: "note" }, sourceOf(history)),
    ],
    show() {
      shown = true;
      draw();
    },
    hide() {
      shown = false;
    },
    close() {
      stop();
      charts.close();
      walks.close();
    },
  };
}

/** @param {CollapseStore} store @param {History} history */
function createControls(store, { steps }) {
  const last = steps[steps.length - 1];
  return h(
    "div",
    { className: "controls" },
    createRange(
      {
        key: "heat_step",
        label: "Training step",
        min: steps[0],
        max: last,
        log: true,
        hint: "The bars show the rates at this step.",
        format: (step) => `step ${count(Math.min(step, last))}`,
      },
      store,
    ),
    createChoice(
      {
        key: "heat_axis",
        label: "Axis of steps",
        options: [
          ["log", "logarithm"],
          ["even", "even"],
        ],
      },
      store,
    ),
  );
}

/**
 * What is walked along, and from where; the heat map's rows say the same to a hand.
 * @param {CollapseStore} store
 * @param {History} history
 */
function createWishes(store, { starts, head, alive, dead, last }) {
  /** @type {(dims: number[], first: string) => [number, string][]} */
  const options = (dims, first) => [
    [-1, first],
    ...dims.map(
      (dim) => /** @type {[number, string]} */ ([dim, `z${dim}, ${fixed(last[dim], last[dim] < LIT ? 5 : 2)} nats`]),
    ),
  ];
  return h(
    "div",
    { className: "controls" },
    createChoice({ key: "heat_alive", label: "Living", options: options(alive, "the strongest") }, store),
    createChoice({ key: "heat_dead", label: "Dead", options: options(dead, "the weakest") }, store),
    createChoice(
      {
        key: "heat_from",
        label: "Walks start from",
        options: starts.map(({ label }, i) => /** @type {const} */ ([i, `a typical ${head.class_names[label]}`])),
      },
      store,
    ),
  );
}

/** @param {CollapseStore} store @param {History} history */
function createCharts(store, history) {
  const { steps, order, alive } = history;
  const step = { label: "Training step" };
  /** @type {number[]} */
  let columns = [];
  /** @param {number} column @param {number} row */
  function pick(column, row) {
    const dim = order[row];
    store.set({ heat_step: steps[columns[column]], [alive.includes(dim) ? "heat_alive" : "heat_dead"]: dim });
  }
  const charts = {
    heat: createHeatmap({
      test: "heat-map",
      height: 330,
      x: step,
      y: { label: "Dimension, by its final rate" },
      value: { label: "Rate, nats" },
      label: "Rates over training steps",
      onpick: pick,
    }),
    lights: createChart({
      test: "heat-lights",
      height: 192,
      x: step,
      y: { label: "Dimensions that carry something" },
      label: "Lights over time",
      ondrag: (at) => store.set({ heat_step: steps[nearest(steps, at)] }),
    }),
    bars: createChart({
      test: "heat-bars",
      height: 160,
      x: { label: "Dimension, by its final rate" },
      y: { label: "Rate at this step, nats" },
      label: "Rates at this step",
    }),
  };
  /** @type {boolean | null} */
  let drawn = null; // the axis of the columns that the heat map has
  return {
    ...charts,
    /** @param {HistoryPosition} now @param {Lights} lights */
    draw(now, lights) {
      if (drawn !== now.log) columns = columnsOf(history, now.log);
      const mark = { column: columns.findIndex((at) => at >= now.at) };
      const ticks = {
        x: stepTicks(history, columns, now.log),
        y: [...order.entries()]
          .filter(([row]) => row % 3 === 0)
          .map(([row, dim]) => /** @type {const} */ ([row, `z${dim}`])),
      };
      const values =
        drawn === now.log
          ? {}
          : { values: heatOf(history, columns), rows: order.length, columns: columns.length, ticks };
      drawn = now.log;
      charts.heat.set({
        ...values,
        mark,
        label: `Rates of ${order.length} dimensions over ${count(steps[steps.length - 1])} training steps; ${alive.length} stay lit`,
      });
      charts.lights.set(drawLights(history, lights, now));
      charts.bars.set(drawBars(history, now));
    },
    close: () => Object.values(charts).forEach((chart) => chart.close()),
  };
}

/** @param {Record<string, any>} given @param {History} history @returns {HistoryPosition} */
function positionOf({ heat_step, heat_axis, heat_alive, heat_dead, heat_from }, { steps, alive, dead, starts }) {
  return {
    at: nearest(steps, heat_step),
    log: heat_axis === "log",
    alive: alive.includes(heat_alive) ? heat_alive : alive[0],
    dead: dead.includes(heat_dead) ? heat_dead : dead[dead.length - 1],
    from: Math.min(heat_from, starts.length - 1),
  };
}

/** @param {HistoryPosition} given @param {History} history @param {Lights} given */
function readingOf({ at }, { steps, latent, distortion, ...history }, { clear, least }) {
  const total = ratesAt({ ...history, latent }, at).reduce((all, rate) => all + rate, 0);
  const most = Math.max(...clear);
  return `Step ${count(steps[at])}: ${clear[at]} of ${latent} dimensions carry more than ${LIT} nats (${least[at]} more than ${fixed(history.head.least_rate, 3)}), ${fixed(total, 1)} nats in all, distortion ${fixed(distortion[at], 1)}. At most ${most} were lit, at step ${count(steps[clear.indexOf(most)])}; ${latent - clear[clear.length - 1]} are dark at the end.`;
}

/** @param {History} history */
function sourceOf({ head, steps }) {
  return `${head.name}: ${head.latent} dimensions, \u03b2 = ${head.beta}, ${head.epochs} epochs, ${count(steps[steps.length - 1])} steps. Rates are means over the training pictures of ${head.window} steps. The walks are drawn by the finished model, whatever the step; each goes over the range in which 98% of the codes of the ${count(head.images)} ${head.split} pictures lie. A rate of ${fixed(head.least_rate, 3)} nats is what a dimension has that just counts as active (variance of its mean 0.01).`;
}
