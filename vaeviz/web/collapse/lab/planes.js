/** Two planes that the run moves in: rate against distortion, and active units against beta. */

import { createChart } from "../../plot/chart.js";
import { createChoice } from "../../plot/choice.js";
import { h } from "../../core/dom.js";
import { fixed } from "../../core/format.js";
import { betaText } from "./hints.js";
import { range } from "./history.js";

const [LEAST, MOST] = [0.01, 100]; // of beta's axis; what is below stands at its left end
const TICKS = [
  [0.01, "\u2264 0.01"],
  [0.1, "0.1"],
  [1, "1"],
  [10, "10"],
  [100, "100"],
];
const SKIPPED = 16; // steps

/** Build both, of which one is shown, and the choice between them. */
export function createPlanes(run, store, height) {
  const rd = createChart({
    test: "lab-plane",
    label: "Rate and distortion of the run",
    height,
    x: { label: "rate, nats", min: 0 },
    y: { label: "distortion, nats" },
  });
  const across = { label: "beta in force", min: LEAST, max: MOST, log: true, ticks: TICKS };
  const loop = createChart({
    test: "lab-loop",
    label: "Active units against beta",
    height,
    x: across,
    y: { label: "active units", min: 0, max: 8 },
  });
  const choice = createChoice(
    {
      key: "lab_plane",
      label: "plane",
      options: [
        ["rd", "rate, distortion"],
        ["loop", "active units, beta"],
      ],
    },
    store,
  );
  store.watch(["lab_plane"], ({ lab_plane: shown }) => {
    rd.node.hidden = shown !== "rd";
    loop.node.hidden = shown !== "loop";
  });
  const betas = new Map(); // history -> its betas as the axis has them
  return {
    node: h("div", { className: "planes" }, choice, rd.node, loop.node),
    draw(state) {
      if (store.get().lab_plane === "rd") drawPlane(rd, state);
      else drawLoop(loop, state, run.ledger, betas);
    },
    close: () => (rd.close(), loop.close()),
  };
}

function drawPlane(chart, { now, history, ghost }) {
  const skip = Math.ceil(SKIPPED / history.stride);
  const trail = (one, from) => ({
    kind: "line",
    x: one.line("rate").subarray(from),
    y: one.line("distortion").subarray(from),
  });
  const both = [history, ...(ghost ? [ghost] : [])];
  const rates = range(
    both.map((one) => one.line("rate")),
    skip,
  );
  const distortions = range(
    both.map((one) => one.line("distortion")),
    skip,
  );
  chart.set({
    x: { max: Math.max(1, rates?.[1] ?? 1) },
    y: distortions ? { min: distortions[0], max: distortions[1] } : {},
    marks: [
      ...(ghost
        ? [
            {
              ...trail(ghost, Math.ceil(SKIPPED / ghost.stride)),
              colour: "muted",
              opacity: 0.5,
              dash: [4, 4],
              label: "run before",
            },
          ]
        : []),
      { ...trail(history, skip), colour: "accent", size: 1.25, label: "this run" },
      { kind: "dots", x: [now.rate], y: [now.distortion], size: 6, colour: "accent" },
    ],
    label: `Rate ${fixed(now.rate, 1)} nats, distortion ${fixed(now.distortion, 1)} nats`,
  });
}

function drawLoop(chart, { now, history, ghost, applied }, ledger, betas) {
  const path = (one) => ({ kind: "line", x: onAxis(one, betas), y: one.line("active") });
  const fresh = ledger.along(applied);
  chart.set({
    y: { max: now.latent },
    marks: [
      ...(ghost ? [{ ...path(ghost), colour: "muted", opacity: 0.5, dash: [4, 4], label: "run before" }] : []),
      { ...path(history), colour: "accent", label: "this run" },
      {
        kind: "dots",
        x: fresh.map(({ beta }) => clamp(beta)),
        y: fresh.map(({ active }) => active),
        size: 5,
        fill: false,
        colour: 2,
        label: "fresh runs",
      },
      { kind: "dots", x: [clamp(now.beta)], y: [now.active], size: 6, colour: "accent" },
    ],
    label: `Beta ${betaText(now.beta)}, ${now.active} of ${now.latent} dimensions active`,
  });
}

const clamp = (beta) => Math.min(MOST, Math.max(LEAST, beta));

/** The betas of a history within the axis, in an array that is used again. */
function onAxis(history, betas) {
  if (!betas.has(history)) {
    if (betas.size > 2) betas.clear();
    betas.set(history, new Float32Array(history.beta.length));
  }
  const into = betas.get(history);
  const from = history.line("beta");
  for (let i = 0; i < from.length; i++) into[i] = clamp(from[i]);
  return into.subarray(0, from.length);
}
