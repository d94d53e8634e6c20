/** Two planes in which the run moves: rate against distortion, and the number of dimensions against beta. */

import { createChart } from "../../plot/chart.js";
import { createChoice } from "../../plot/choice.js";
import { h } from "../../core/dom.js";
import { fixed } from "../../core/format.js";
import { LEAST, MOST, onAxis } from "./beta.js";
import { betaText } from "./hints.js";
import { range } from "./history.js";

/** @import { CollapseStore } from "../../core/types.js" */
/** @import { Chart } from "../../plot/chart.js" */
/** @import { Mark } from "../../plot/marks.js" */
/** @import { History } from "./history.js" */
/** @import { LabRun, LabState } from "./run.js" */

/** @type {[number, string][]} */
const TICKS = [
  [0.01, "\u2264 0.01"],
  [0.1, "0.1"],
  [1, "1"],
  [10, "10"],
  [100, "100"],
];
const SKIPPED = 16; // steps
const PREVIOUS = { colour: "muted", opacity: 0.5, dash: [4, 4], label: "previous run" };

/**
 * Build both, of which one is shown, and the choice between them.
 * @param {LabRun} run @param {CollapseStore} store @param {number} height
 */
export function createPlanes(run, store, height) {
  const rd = createChart({
    test: "lab-plane",
    label: "Rate and distortion of the run",
    height,
    x: { label: "Rate (nats)", min: 0 },
    y: { label: "Distortion (nats)" },
  });
  const loop = createChart({
    test: "lab-loop",
    label: "Number of dimensions against beta",
    height,
    x: { label: "Current \u03b2", min: LEAST, max: MOST, log: true, ticks: TICKS },
    y: { label: "", min: 0, max: 8 },
  });
  /** @type {[string, string][]} */
  const options = [
    ["rd", "Rate, distortion"],
    ["loop", "Dimensions, \u03b2"],
  ];
  const choice = createChoice({ key: "lab_plane", label: "Plane", options }, store);
  store.watch(["lab_plane"], ({ lab_plane: shown }) => {
    rd.node.hidden = shown !== "rd";
    loop.node.hidden = shown !== "loop";
  });
  return {
    node: h("div", { className: "planes" }, choice, rd.node, loop.node),
    /** @param {LabState} state */
    draw(state) {
      if (store.get().lab_plane === "rd") drawPlane(rd, state);
      else drawLoop(loop, state, run);
    },
    close() {
      rd.close();
      loop.close();
    },
  };
}

/** @param {Chart} chart @param {LabState} state */
function drawPlane(chart, { now, history, previous }) {
  if (!now || !history) return;
  /** @param {History} one @returns {Mark} */
  const path = (one) => {
    const from = Math.ceil(SKIPPED / one.stride);
    return { kind: "line", x: one.line("rate").subarray(from), y: one.line("distortion").subarray(from) };
  };
  const both = previous ? [previous, history] : [history];
  const ends = (/** @type {"rate" | "distortion"} */ name) =>
    range(
      both.map((one) => one.line(name)),
      Math.ceil(SKIPPED / history.stride),
    );
  const distortions = ends("distortion");
  chart.set({
    x: { max: Math.max(1, ends("rate")?.[1] ?? 1) },
    y: distortions ? { min: distortions[0], max: distortions[1] } : {},
    marks: [
      ...(previous ? [{ ...path(previous), ...PREVIOUS }] : []),
      { ...path(history), colour: "accent", size: 1.25, label: "this run" },
      { kind: "dots", x: [now.rate], y: [now.distortion], size: 6, colour: "accent" },
    ],
    label: `Rate ${fixed(now.rate, 1)} nats, distortion ${fixed(now.distortion, 1)} nats`,
  });
}

/** @param {Chart} chart @param {LabState} state @param {LabRun} run */
function drawLoop(chart, { now, history, previous, applied }, { freshRuns }) {
  if (!now || !history || !applied) return;
  /** @param {History} one @returns {Mark} */
  const path = (one) => ({
    kind: "line",
    x: one.line("beta").map(onAxis),
    y: one.line("active"),
  });
  const fresh = freshRuns.along(applied);
  chart.set({
    y: { label: `Dimensions with a KL above ${now.limits.rate} nats`, max: now.latent },
    marks: [
      ...(previous ? [{ ...path(previous), ...PREVIOUS }] : []),
      { ...path(history), colour: "accent", label: "this run" },
      {
        kind: "dots",
        x: fresh.map(({ beta }) => onAxis(beta)),
        y: fresh.map(({ active }) => active),
        size: 5,
        fill: false,
        colour: 2,
        label: "fresh runs",
      },
      { kind: "dots", x: [onAxis(now.beta)], y: [now.active], size: 6, colour: "accent" },
    ],
    label: `Beta ${betaText(now.beta)}, KL above ${now.limits.rate} nats in ${now.active} of ${now.latent} dimensions`,
  });
}
