/** The plane of rate and distortion: every run a point, the ELBO a slope, beta the slope of the line that touches. */

/** @import { CollapsePage, CollapseStore, Packed } from "../../core/types.js" */
/** @import { Plane, Touch } from "./types.js" */

import { SHARED, createChart } from "../../plot/chart.js";
import { createChoice } from "../../plot/choice.js";
import { createRange } from "../../plot/range.js";
import { atNextFrame, h, setText } from "../../core/dom.js";
import { fixed } from "../../core/format.js";
import { createFrame } from "../parts/frame.js";
import { betaAt, frontierOf, objective, touched } from "./frontier.js";
import { drawCost, drawPlane, drawUnits } from "./plane-marks.js";
import { gridPlane, linearPlane } from "./plane-runs.js";

const KEYS = ["plane_data", "plane_beta"];

/** @param {CollapsePage} page */
export function createPlane(page) {
  const build = (/** @type {Packed} */ sweep, /** @type {Packed} */ plane, /** @type {Packed} */ linear) =>
    buildPlane(page, { mnist: gridPlane(sweep, plane), digits: linearPlane(linear) });
  return createFrame(page, {
    test: "plane",
    question: "What does each nat of rate buy?",
    names: ["sweep", "plane", "linear"],
    build,
  });
}

/** @param {CollapsePage} page @param {Record<string, Plane>} planes */
function buildPlane(page, planes) {
  const { store } = page;
  const said = h("p", { className: "reading", dataTestid: "plane-reading" });
  const source = h("p", { className: "note" });
  /** @type {Touch | null} */
  let now = null;
  let shown = false;
  const drag = (/** @type {number} */ rate) =>
    now && store.set({ plane_beta: Number(Math.min(1000, Math.max(0.1, betaAt(now.hull, rate))).toPrecision(3)) });
  const charts = createCharts(drag, store);
  const draw = atNextFrame(() => shown && show());
  function show() {
    const { plane_data, plane_beta: beta } = store.get();
    const plane = planes[plane_data];
    const hull = plane.curve ?? frontierOf(plane.finals);
    const touch = { beta, hull, at: plane.solve?.(beta) ?? touched(plane.finals, beta) };
    now = touch;
    charts.plane.set(drawPlane(plane, touch));
    charts.units.set(drawUnits(plane, beta));
    charts.cost.set(drawCost(plane, beta, touch.at));
    setText(said, readingOf(plane, touch));
    setText(source, plane.source);
    page.publish("plane.rate", Number(touch.at.rate.toFixed(3)));
    page.publish("plane.active", touch.at.active);
  }
  const stop = store.watch(KEYS, draw);
  const side = h("div", { className: "column" }, charts.units.node, charts.cost.node, said);
  return {
    nodes: [createControls(store), h("div", { className: "charts" }, charts.plane.node, side), source],
    show() {
      shown = true;
      draw();
    },
    hide() {
      shown = false;
    },
    close() {
      stop();
      Object.values(charts).forEach((chart) => chart.close());
    },
  };
}

/** @param {CollapseStore} store */
function createControls(store) {
  return h(
    "div",
    { className: "controls" },
    createRange({ key: "plane_beta", label: "Weight on the KL, \u03b2", min: 0.1, max: 1000, log: true }, store),
    createChoice(
      {
        key: "plane_data",
        label: "Runs",
        options: [
          ["mnist", "convolutional, MNIST"],
          ["digits", "linear, digits"],
        ],
      },
      store,
    ),
  );
}

/** @param {(rate: number) => void} drag @param {CollapseStore} store */
function createCharts(drag, store) {
  const beta = (/** @type {number} */ value) =>
    store.set({ plane_beta: Number(Math.min(1000, Math.max(0.1, value)).toPrecision(3)) });
  const across = { label: "\u03b2 trained at", log: true };
  return {
    plane: createChart({
      test: "plane-plot",
      height: 500,
      x: { label: "Rate, nats an image" },
      y: { label: "Distortion, nats an image" },
      label: "Rate and distortion",
      ondrag: drag,
    }),
    units: createChart({
      test: "plane-units",
      height: 200,
      x: across,
      y: { label: "Active units", room: SHARED },
      label: "Active units against beta",
      ondrag: beta,
    }),
    cost: createChart({
      test: "plane-cost",
      height: 200,
      x: across,
      y: { label: "Distortion + \u03b2 \u00d7 rate, nats over the least", room: SHARED },
      label: "Cost",
      ondrag: beta,
    }),
  };
}

/** @param {Plane} plane @param {Touch} given */
function readingOf(plane, { beta, at }) {
  const best = touched(plane.finals, beta);
  const name = plane.curve ? "the theory's curve at" : `the run trained at \u03b2 = ${at.beta}:`;
  const nearest = plane.curve
    ? ` Trained at \u03b2 = ${best.beta}: rate ${fixed(best.rate, 2)}, distortion ${fixed(best.distortion, 2)}, ${best.active} active.`
    : "";
  return `At \u03b2 = ${Number(beta.toPrecision(3))} the line touches ${name} rate ${fixed(at.rate, 2)}, distortion ${fixed(at.distortion, 2)}, ELBO ${fixed(-objective(at, 1), 2)} nats, ${at.active} of ${plane.latent} active.${nearest}`;
}
