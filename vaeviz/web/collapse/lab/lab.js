/** The Laboratory: a small VAE that trains while its settings are moved. */

import { h, setText } from "../../core/dom.js";
import { count, fixed } from "../../core/format.js";
import { createBars } from "./bars.js";
import { createCodes } from "./codes.js";
import { createControls } from "./controls.js";
import { createCurves } from "./curves.js";
import { createComparison } from "./fresh-runs.js";
import { betaText } from "./hints.js";
import { createImages } from "./images.js";
import { createPlanes } from "./planes.js";
import { createRateHistory } from "./rate-history.js";
import { createRun } from "./run.js";
import { createStatus } from "./run-status.js";
import { createTransport } from "./transport.js";

/** @import { CollapsePage, CollapseStore, Part } from "../../core/types.js" */
/** @import { LabRun, LabState, Numbers } from "./run.js" */

/**
 * What draws a state of the run.
 * @typedef {{ node: HTMLElement, draw: (state: LabState) => void, close: () => void }} Drawn
 */

const HEIGHT = { bars: 184, plane: 152, rates: 204, curves: 190, codes: 264 }; // px

/** @param {CollapsePage} page @returns {Part} */
export function createLab(page) {
  const run = createRun(page);
  const { store, schema } = page;
  const threshold = schema.thresholds.properties.rate.default;
  const choose = (/** @type {number} */ dim) =>
    store.set({ lab_dim: Math.max(0, Math.min(dim, (run.state.get().now?.latent ?? 1) - 1)) });
  const parts = [
    createBars(choose, HEIGHT.bars),
    createPlanes(run, store, HEIGHT.plane),
    createRateHistory(choose, HEIGHT.rates),
    createCurves(HEIGHT.curves),
    createImages(store),
    createCodes(HEIGHT.codes),
  ];
  const [bars, planes, rates, curves, images, codes] = parts;
  const stops = followFrames(run, store, parts);
  const pair = h("div", { className: "lab-pair" }, bars.node, planes.node);
  const note = createSourceNote(run);
  return {
    node: h(
      "div",
      { className: "lab", dataTestid: "lab" },
      h("div", { className: "lab-controls" }, createTransport(run, page), ...createControls(page)),
      h(
        "div",
        { className: "lab-shown" },
        createFigures(run, threshold),
        createStatus(run),
        pair,
        rates.node,
        curves.node,
      ),
      h("div", { className: "lab-images" }, createComparison(run, threshold), images.node, codes.node, note),
    ),
    show: run.show,
    hide: run.hide,
    close() {
      for (const stop of stops) stop();
      for (const part of parts) part.close();
      run.close();
    },
  };
}

/**
 * Draw every part at each frame, and at what changes the look of the last one.
 * @param {LabRun} run @param {CollapseStore} store @param {Drawn[]} parts
 */
function followFrames(run, store, parts) {
  const draw = () => {
    const state = run.state.get();
    if (state.now) for (const part of parts) part.draw(state);
  };
  return [run.state.watch(["now", "previous", "applied"], draw), store.watch(["lab_plane", "lab_dim"], draw)];
}

/**
 * The line of figures over the charts; a dash stands where nothing is measured yet.
 * @param {LabRun} run @param {number} threshold
 */
function createFigures(run, threshold) {
  const nats = (/** @type {number} */ value) => (Number.isFinite(value) ? fixed(value, 1) : "\u2013");
  /** @type {[string, string, (now: Numbers) => string][]} */
  const figures = [
    ["step", "Step", ({ step }) => count(step)],
    ["speed", "Steps/s", ({ speed }) => (speed ? count(Math.round(speed)) : "\u2013")],
    ["beta", "Current \u03b2", ({ beta }) => betaText(beta)],
    ["rate", "Rate (nats)", ({ rate }) => nats(rate)],
    ["distortion", "Distortion (nats)", ({ distortion }) => nats(distortion)],
    ["elbo", "ELBO (nats)", ({ elbo }) => nats(elbo)],
    ["active", `KL > ${threshold} nats`, ({ active, latent }) => `${active} of ${latent}`],
  ];
  const cells = figures.map(([name, label, text]) => {
    const value = h("dd", { dataTestid: `lab-figure-${name}` }, "\u2013");
    return { value, text, node: h("div", { className: `figure ${name}` }, h("dt", {}, label), value) };
  });
  run.state.watch(["now"], ({ now }) => {
    if (now) for (const { value, text } of cells) setText(value, text(now)); // a fresh run's first frame comes at once
  });
  return h("dl", { className: "figures", ariaLabel: "Figures of the run" }, ...cells.map(({ node }) => node));
}

/** On which images the figures are measured, and both criteria. @param {LabRun} run */
function createSourceNote(run) {
  const node = h("p", { className: "note", dataTestid: "lab-source" });
  run.state.watch(["now"], ({ now }) => {
    if (!now) return;
    const { images, split, limits, varying, active, latent } = now;
    const measured = `means over ${images} held-out 8 \u00d7 8 digits (${split} split), one z each`;
    const counted = `The KL is above ${limits.rate} nats in ${active} of ${latent} dimensions`;
    const units = `${varying} are active units (variance of the posterior mean above ${limits.variance})`;
    setText(node, `Rate, distortion and ELBO: ${measured}. ${counted}; ${units}.`);
  });
  return node;
}
