/** The scree plot with a line at beta sigma^2: what lies above it lives, and trained models land on the theory. */

/** @import { CollapsePage, CollapseStore } from "../../core/types.js" */
/** @import { Linear, LinearRun, ScreePosition } from "./types.js" */

import { SHARED, createChart } from "../../plot/chart.js";
import { createChoice } from "../../plot/choice.js";
import { createRange } from "../../plot/range.js";
import { atNextFrame, button, h, press, setText } from "../../core/dom.js";
import { count, fixed } from "../../core/format.js";
import { createFrame } from "../parts/frame.js";
import { drawError, drawPairs, drawRates, drawScree, drawStairs, rangeOf } from "./scree-marks.js";
import { readLinear, setOf, trainedAt } from "./linear-runs.js";
import { waterFilling } from "./theory.js";

const KEYS = ["scree_data", "scree_beta", "scree_s2", "scree_axis"];
const BETA = { min: 0.5, max: 100 };

/** @param {CollapsePage} page */
export function createScree(page) {
  return createFrame(page, {
    test: "scree",
    question: "Which dimensions can live?",
    names: ["linear"],
    build: (facts) => build(page, readLinear(facts)),
  });
}

/** @param {CollapsePage} page @param {Linear} linear */
function build(page, linear) {
  const { store } = page;
  const charts = createCharts(store);
  const trained = createTrained(store, linear);
  const said = h("p", { className: "reading", dataTestid: "scree-reading" });
  const source = h("p", { className: "note", dataTestid: "scree-source" });
  let shown = false;
  const draw = atNextFrame(() => shown && show());
  function show() {
    const now = positionOf(store.get(), linear);
    charts.draw(now);
    trained.draw(now);
    setText(said, readingOf(now));
    setText(source, sourceOf(now, linear));
    page.publish("scree.active", now.best.active);
    page.publish("scree.rate", Number(now.best.rate.toFixed(4)));
  }
  const stop = store.watch(KEYS, draw);
  const side = h("div", { className: "column" }, charts.stairs.node, charts.error.node, charts.pairs.node);
  return {
    nodes: [
      createControls(store),
      trained.node,
      h(
        "div",
        { className: "charts scree-charts" },
        h("div", { className: "column" }, charts.scree.node, charts.rates.node, said),
        side,
      ),
      source,
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
    },
  };
}

/** @param {CollapseStore} store */
function createControls(store) {
  return h(
    "div",
    { className: "controls" },
    createRange(
      {
        key: "scree_beta",
        label: "Weight on the KL, \u03b2",
        ...BETA,
        log: true,
        hint: "The line stands at \u03b2 times \u03c3\u00b2: only their product counts.",
      },
      store,
    ),
    createRange(
      {
        key: "scree_s2",
        label: "Decoder variance, \u03c3\u00b2",
        min: 0.002,
        max: 1,
        log: true,
        hint: "A pixel; pixels run from 0 to 1.",
      },
      store,
    ),
    createChoice(
      {
        key: "scree_data",
        label: "Pictures",
        options: [
          ["digits", "digits 8\u00d78"],
          ["mnist", "MNIST"],
        ],
      },
      store,
    ),
    createChoice(
      {
        key: "scree_axis",
        label: "Axis of \u03bb",
        options: [
          ["log", "logarithm"],
          ["even", "even"],
        ],
        hint: "On the logarithmic axis a bar's length above the line is twice its rate; on the even one its part below the line is its error.",
      },
      store,
    ),
  );
}

/** @param {CollapseStore} store */
function createCharts(store) {
  const beta = (/** @type {number} */ level) =>
    store.set({ scree_beta: Number(Math.min(1000, Math.max(0.1, level / store.get().scree_s2)).toPrecision(3)) });
  const level = { label: "Water level \u03b2\u03c3\u00b2", log: true };
  const charts = {
    scree: createChart({
      test: "scree-plot",
      height: 268,
      x: { label: "Principal axis, by eigenvalue" },
      y: { label: "Eigenvalue \u03bb", room: SHARED },
      label: "Scree plot",
      ondrag: (_, y) => beta(y),
    }),
    rates: createChart({
      test: "scree-rates",
      height: 150,
      x: { label: "Principal axis" },
      y: { label: "Rate, nats a dimension", min: 0, room: SHARED },
      label: "Rates",
    }),
    stairs: createChart({
      test: "scree-stairs",
      height: 192,
      x: level,
      y: { label: "Active units", min: 0, room: SHARED },
      label: "Staircase",
      ondrag: beta,
    }),
    error: createChart({
      test: "scree-error",
      height: 140,
      x: level,
      y: { label: "Squared error an image", min: 0, room: SHARED },
      label: "Squared error",
      ondrag: beta,
    }),
    pairs: createChart({
      test: "scree-pairs",
      height: 140,
      x: { label: "Rate by theory, nats", min: 0 },
      y: { label: "Rate trained, nats", min: 0 },
      label: "Rates by theory and trained",
    }),
  };
  return {
    ...charts,
    /** @param {ScreePosition} now */
    draw(now) {
      charts.scree.set(drawScree(now));
      charts.rates.set(drawRates(now));
      charts.stairs.set(drawStairs(now));
      charts.error.set(drawError(now));
      charts.pairs.set(drawPairs(now));
    },
    close: () => Object.values(charts).forEach((chart) => chart.close()),
  };
}

/**
 * Buttons that put the line exactly where a model was trained.
 * @param {CollapseStore} store
 * @param {Linear} linear
 */
function createTrained(store, linear) {
  const buttons = linear.runs.map(({ beta }) =>
    button(
      String(beta),
      `scree-run-${beta}`,
      null,
      () => store.set({ scree_beta: beta, scree_s2: linear.s2, scree_data: linear.dataset }),
      { ariaLabel: `Put the line where beta is ${beta}` },
    ),
  );
  const node = h(
    "div",
    { className: "trained", dataControl: "scree_beta" },
    h("span", { className: "label" }, "Trained at \u03b2"),
    ...buttons,
  );
  return {
    node,
    /** @param {ScreePosition} given */
    draw({ set, run }) {
      node.hidden = !set.runs.length;
      linear.runs.forEach((one, i) => press(buttons[i], one === run));
    },
  };
}

/**
 * All that is drawn, at the store's position of the line.
 * @param {Record<string, any>} given
 * @param {Linear} linear
 * @returns {ScreePosition}
 */
function positionOf({ scree_data, scree_beta, scree_s2, scree_axis }, linear) {
  const set = setOf(linear, scree_data);
  const level = scree_beta * scree_s2;
  return {
    set,
    level,
    beta: scree_beta,
    s2: scree_s2,
    log: scree_axis === "log",
    best: waterFilling(set.values, level, set.latent),
    run: trainedAt(set.runs, level),
    fit: trainedAt(set.fitted, level),
    range: rangeOf(set),
  };
}

/** @param {ScreePosition} given */
function readingOf({ set, level, best, run, fit }) {
  const shownLevel = Number(level.toPrecision(3));
  const dead = set.values.length - best.active;
  const theory = `At \u03b2\u03c3\u00b2 = ${shownLevel}: ${best.active} of ${set.limit} live and carry ${fixed(best.rate, 3)} nats an image. Squared error ${fixed(best.error, 3)} = ${best.active} \u00d7 ${shownLevel} under the line + ${fixed(best.lost, 3)} of the ${count(dead)} dead axes.`;
  if (!run) return theory;
  const figures = (/** @type {LinearRun} */ { active, total, error }) =>
    `${active} live, ${fixed(total, 3)} nats, squared error ${fixed(error, 3)}`;
  return `${theory} Trained: ${figures(run)}.${fit ? ` In small batches: ${figures(fit)}.` : ""}`;
}

/** @param {Pick<ScreePosition, "set">} given @param {Linear} linear */
function sourceOf({ set }, linear) {
  const of = `Eigenvalues of ${count(set.images)} pictures (${set.split} split), pixels from 0 to 1.`;
  if (!set.runs.length) return `${of} No linear VAE of this set is shipped: the theory alone is drawn.`;
  return `${of} Dots: ${set.runs.length} linear VAEs with ${linear.latent} dimensions and \u03c3\u00b2 = ${linear.s2}, trained from random weights by descent on their expected objective; rings: ${set.fitted.length} trained as any VAE, in small batches with one sample a picture, for ${count(linear.epochs)} epochs. All were trained on the same pictures and measured on them; a dimension counts as active where its mean's variance is above 0.01. Theory: Lucas et al. 2019.`;
}
