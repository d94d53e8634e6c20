/** What sigma does: the same model at several fixed variances of its pixels, and at the one that fits best. */

/** @import { CollapsePage, ImageShape, Packed } from "../../core/types.js" */
/** @import { Mark } from "../../plot/marks.js" */
/** @import { Colour } from "../../plot/theme.js" */
/** @import { SigmaRun } from "./types.js" */

import { SHARED, createChart } from "../../plot/chart.js";
import { createImageRows } from "../../plot/images.js";
import { atNextFrame, button, h, press, setText } from "../../core/dom.js";
import { count, fixed } from "../../core/format.js";
import { createFrame } from "../parts/frame.js";
import { LIT } from "./measured-runs.js";
import { show as figure } from "./loss.js";
import { nearestOf } from "./trap-run.js";

/** @param {CollapsePage} page */
export function createSigma(page) {
  return createFrame(page, {
    test: "sigma",
    question: "What does sigma do?",
    names: ["sigma"],
    build: (facts) => build(page, readRuns(facts)),
  });
}

/**
 * The runs by falling variance, the optimal one among them in its place.
 * @param {Packed} given
 */
export function readRuns({ head, arrays }) {
  const size = arrays.originals.length;
  /** @type {SigmaRun[]} */
  const runs = head.runs.map((/** @type {any} */ run, /** @type {number} */ i) => ({
    ...run,
    beta: run.s2,
    clear: arrays.rate
      .subarray(i * head.latent, (i + 1) * head.latent)
      .filter((/** @type {number} */ rate) => rate > LIT).length,
    decoded: arrays.decoded.subarray(i * size, (i + 1) * size),
    samples: arrays.samples.subarray(i * size, (i + 1) * size),
  }));
  return { head, originals: arrays.originals, runs: runs.sort((a, b) => b.s2 - a.s2) };
}

/** @param {CollapsePage} page @param {{ head: any; originals: Uint8Array; runs: SigmaRun[] }} given */
function build(page, { head, originals, runs }) {
  const { store } = page;
  const best = bestOf(runs);
  const put = (/** @type {SigmaRun} */ run) => store.set({ sigma_s2: run.optimal ? 0 : Number(run.s2.toFixed(4)) });
  const fixedOnes = runs.filter(({ optimal }) => !optimal);
  const buttons = runs.map((run) =>
    button(
      run.optimal ? `optimal: ${figure(run.s2)}` : figure(run.s2),
      run.optimal ? "sigma-optimal" : `sigma-${figure(run.s2)}`,
      null,
      () => put(run),
      { ariaLabel: run.optimal ? `Optimal variance, ${figure(run.s2)}` : `Variance ${figure(run.s2)}` },
    ),
  );
  const charts = createCharts(runs, (s2) => put(nearestOf(runs, Math.max(1e-5, s2))));
  const pictures = createRows(head, originals);
  const said = h("p", { className: "reading", dataTestid: "sigma-reading", ariaLive: "polite" });
  let shown = false;
  const draw = atNextFrame(() => shown && show());
  function show() {
    const { sigma_s2: s2 } = store.get();
    const run = s2 > 0 ? nearestOf(fixedOnes, s2) : best;
    runs.forEach((one, i) => press(buttons[i], one === run));
    charts.set(run);
    pictures.set(run);
    setText(said, reading(run, best, head));
    page.publish("sigma.rate", Number(run.rate.toFixed(2)));
    page.publish("sigma.error", Number(run.squared_error.toFixed(2)));
  }
  const stop = store.watch(["sigma_s2"], draw);
  const line = h(
    "div",
    { className: "trained", dataControl: "sigma_s2", dataLabel: "Variance" },
    h("span", { className: "label" }, "Trained at \u03c3\u00b2"),
    ...buttons,
  );
  return {
    nodes: [
      h(
        "div",
        { className: "charts sigma" },
        h("div", { className: "column" }, line, pictures.node, said),
        charts.node,
      ),
      h("p", { className: "note" }, sourceOf(head)),
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

/** @param {SigmaRun[]} runs */
const bestOf = (runs) => /** @type {SigmaRun} */ (runs.find(({ optimal }) => optimal)); // each file has one

/** @type {{ name: "squared_error" | "rate" | "elbo"; label: string; colour: Colour }[]} */
const CHARTS = [
  { name: "squared_error", label: "Squared error an image", colour: "accent" },
  { name: "rate", label: "Rate, nats an image", colour: 2 },
  { name: "elbo", label: "ELBO, nats an image (log density)", colour: 5 },
];

/** @param {SigmaRun[]} runs @param {(s2: number) => void} go */
function createCharts(runs, go) {
  const x = {
    label: "\u03c3\u00b2, variance of a pixel",
    log: true,
    min: runs[runs.length - 1].s2 / 1.4,
    max: runs[0].s2 * 1.4,
  };
  const charts = CHARTS.map(({ name, label }, i) =>
    createChart({
      test: `sigma-${name}`,
      label,
      height: i === CHARTS.length - 1 ? 208 : 144,
      x: i === CHARTS.length - 1 ? x : { ...x, label: "" },
      y: { label, room: SHARED, ...(name === "elbo" ? {} : { min: 0 }) },
      ondrag: go,
    }),
  );
  const best = bestOf(runs);
  return {
    node: h("div", { className: "column" }, ...charts.map(({ node }) => node)),
    /** @param {SigmaRun} run */
    set(run) {
      CHARTS.forEach(({ name, label, colour }, i) => {
        const known = runs.filter(({ optimal }) => !optimal);
        const at = { x: known.map(({ s2 }) => s2), y: known.map((one) => one[name]) };
        /** @type {Mark[]} */
        const marks = [
          { kind: "line", ...at, colour, size: 1.25 },
          { kind: "dots", ...at, colour, size: 4, label: i ? undefined : "fixed" },
          { kind: "dots", x: [best.s2], y: [best[name]], colour: "amber", size: 6, label: i ? undefined : "optimal" },
        ];
        marks.push({ kind: "rule", vertical: true, x: [run.s2], colour: "text", dash: true });
        charts[i].set({
          marks,
          label: `${label} at every variance. At ${figure(run.s2)}: ${fixed(run[name], 1)}; at the optimal one, ${figure(best.s2)}: ${fixed(best[name], 1)}`,
        });
      });
    },
    close: () => charts.forEach((chart) => chart.close()),
  };
}

/**
 * Test images, what is decoded of their codes, and samples.
 * @param {{ image: ImageShape }} given
 * @param {Uint8Array} originals
 */
function createRows({ image }, originals) {
  const n = originals.length / image.reduce((product, side) => product * side, 1);
  const rows = [
    "Test images",
    "Decoded from the mean of their codes",
    "Samples of the prior, the same z at every \u03c3\u00b2",
  ].map((title, i) => ({
    title,
    pictures: createImageRows({
      test: ["sigma-originals", "sigma-decoded", "sigma-samples"][i],
      label: title,
      across: n,
    }),
  }));
  rows[0].pictures.set(originals, n, image);
  return {
    node: h(
      "div",
      { className: "shown" },
      ...rows.map(({ title, pictures }) => h("section", {}, h("h3", {}, title), pictures.node)),
    ),
    /** @param {SigmaRun} given */
    set({ decoded, samples }) {
      rows[1].pictures.set(decoded, n, image);
      rows[2].pictures.set(samples, n, image);
    },
  };
}

/** @param {SigmaRun} run @param {SigmaRun} best @param {{ latent: number }} given */
function reading(run, best, { latent }) {
  const told = `\u03c3\u00b2 = ${figure(run.s2)}: squared error ${fixed(run.squared_error, 1)}, rate ${fixed(run.rate, 1)} nats, ${run.clear} of ${latent} dimensions above ${LIT} nats, ELBO ${fixed(run.elbo, 1)}.`;
  if (run.optimal)
    return `${told} Found while it trained, as the mean squared error of a pixel. Crisp pictures cost rate, and codes that say so much lie in few places of the prior: look at the samples.`;
  const times = fixed(run.squared_error / best.squared_error, 1);
  if (run.s2 > 2 * best.s2)
    return `${told} Too wide by a factor of ${figure(run.s2 / best.s2)}: pixels count too little, the squared error is ${times} times that at the best variance.`;
  if (run.s2 < best.s2 / 2)
    return `${told} Too narrow: each pixel is held to a scatter of ${figure(Math.sqrt(run.s2))}, which the decoder cannot keep, and the ELBO pays for it.`;
  return `${told} Close to the best variance, but fixed from the first step, when the decoder could not draw so finely yet: its squared error is ${times} times as large.`;
}

/** @param {any} given */
function sourceOf({ dataset, split, images, epochs, latent, runs, hardware, seconds, command }) {
  return `${runs.length} convolutional VAEs of ${latent} dimensions, ${epochs} epochs of ${dataset.toUpperCase()} each, one seed, grey pixels from 0 to 1; means over ${count(images)} ${split} images, squared error summed over pixels, of decoded samples of z. The ELBO is a bound on a density, so it can be above 0. Trained in ${Math.round(seconds / 60)} minutes on ${hardware}: ${command}. After Rybkin et al. 2021.`;
}
