/** Tight and useless: how far a posterior is from the prior and from the true posterior, at every beta. */

/** @import { CollapsePage, CollapseStore, Packed } from "../../core/types.js" */
/** @import { Mark } from "../../plot/marks.js" */
/** @import { Colour } from "../../plot/theme.js" */
/** @import { Grid } from "../sweep/grid.js" */
/** @import { TightRun } from "./types.js" */

import { loadKernel } from "../../runtime/page-decoder.js";
import { SHARED, createChart } from "../../plot/chart.js";
import { createImageRows } from "../../plot/images.js";
import { atNextFrame, button, h, press, rich, setText } from "../../core/dom.js";
import { fixed } from "../../core/format.js";
import { createGrid } from "../sweep/grid.js";
import { createCellPictures } from "./cell-images.js";
import { createFrame } from "../parts/frame.js";
import { nearestOf } from "./trap-run.js";

/** @typedef {"rate" | "gap" | "bound"} Figure */

const KEYS = ["tight_beta", "tight_image"];
const CLOSE = 0.5; // nats: what is nearer is called near

/** @param {CollapsePage} page */
export function createTight(page) {
  const kernel = loadKernel();
  return createFrame(page, {
    test: "tight",
    question: "Can a bound be tight and useless?",
    names: ["sweep"],
    build: (/** @type {Packed} */ sweep) => build(page, kernel, sweep),
  });
}

/** @param {CollapsePage} page @param {Promise<WebAssembly.Module | null>} kernel @param {Packed} sweep */
function build(page, kernel, sweep) {
  const { store } = page;
  const grid = createGrid(sweep);
  const runs = readRuns(grid, sweep);
  const cells = createCellPictures(page, grid, kernel);
  const bars = createBars(page, runs);
  const pictures = createImages(store, grid);
  const betas = runs.map(({ beta }) =>
    button(String(beta), `tight-beta-${beta}`, null, () => store.set({ tight_beta: beta }), {
      ariaLabel: `Beta ${beta}`,
    }),
  );
  const charts = createCharts((beta) => store.set({ tight_beta: nearestOf(runs, beta).beta }));
  const said = h("p", { className: "reading", dataTestid: "tight-reading", ariaLive: "polite" });
  let shown = false;
  const draw = atNextFrame(() => shown && show());
  async function show() {
    const state = store.get();
    const run = nearestOf(runs, state.tight_beta);
    const image = Math.min(state.tight_image, grid.shown.length - 1);
    runs.forEach((one, i) => press(betas[i], one === run));
    bars.set(run, image);
    charts.set(runs, run, image);
    said.replaceChildren(...reading(page.texts, run, image));
    for (const [name] of BARS) page.publish(`tight.${name}`, Number(figureOf(run, name, image).toFixed(4)));
    pictures.mark(image);
    const still = () => run === nearestOf(runs, store.get().tight_beta);
    try {
      const images = await cells.images(run.row);
      if (images && still()) pictures.set(images);
    } catch (error) {
      if (!still()) return;
      pictures.set(null);
      page.say(/** @type {Error} */ (error).message);
    }
  }
  const stop = store.watch(KEYS, draw);
  const line = h(
    "div",
    { className: "trained", dataControl: "tight_beta", dataLabel: "Beta" },
    h("span", { className: "label" }, "Trained at \u03b2"),
    ...betas,
  );
  const left = h("div", { className: "column" }, line, bars.node, said, pictures.node);
  return {
    nodes: [
      h("div", { className: "charts tight" }, left, h("div", { className: "column" }, charts.node)),
      createClaim(page),
      h("p", { className: "note" }, sourceOf(grid)),
    ],
    show() {
      shown = true;
      draw();
    },
    hide() {
      shown = false;
    },
    close: () => [stop, charts.close, cells.close].forEach((end) => end()),
  };
}

/**
 * What was measured of the images shown, a run a beta, after the last epoch.
 * @param {Grid} given
 * @param {Packed} given
 * @returns {TightRun[]}
 */
function readRuns({ betas, epochs, shown }, { arrays }) {
  return betas.map((beta, row) => {
    const from = (row * epochs + epochs - 1) * shown.length;
    /** @type {(name: string) => Float32Array} */
    const of = (name) => arrays[name].subarray(from, from + shown.length);
    const [rate, elbo, bound] = ["shown_rate", "shown_elbo", "shown_iwae"].map(of);
    return { beta, row, rate, bound, gap: bound.map((value, i) => Math.max(0, value - elbo[i])) };
  });
}

/**
 * One image's figure, or the mean over all for -1.
 * @param {TightRun} run
 * @param {Figure} name
 * @param {number} image
 */
export function figureOf(run, name, image) {
  const values = run[name];
  return image >= 0 ? values[image] : values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** @type {["rate" | "gap", string][]} */
const BARS = [
  ["rate", "the rate, exact"],
  ["gap", "the gap, at least"],
];

/**
 * The two bars, on one scale for all betas.
 * @param {CollapsePage} page
 * @param {TightRun[]} runs
 */
function createBars(page, runs) {
  const parts = BARS.map(([name, note]) => {
    const [fill, value] = [h("i"), h("strong", { dataTestid: `tight-${name}` })];
    return {
      name,
      fill,
      value,
      node: h(
        "div",
        { className: `distance ${name}` },
        h("span", {}, rich(page.texts[`tight-${name}`]), " ", h("small", {}, note)),
        h("div", { className: "track" }, fill),
        value,
      ),
    };
  });
  return {
    node: h("div", { className: "distances" }, ...parts.map(({ node }) => node)),
    /** @param {TightRun} run @param {number} image */
    set(run, image) {
      const most = Math.max(...runs.flatMap((one) => BARS.map(([name]) => figureOf(one, name, image))));
      for (const { name, fill, value } of parts) {
        const nats = figureOf(run, name, image);
        fill.style.width = `${(100 * nats) / most}%`;
        setText(value, `${fixed(nats, 2)} nats`);
      }
    },
  };
}

/**
 * The images shown over what the run makes of their codes.
 * @param {CollapseStore} store
 * @param {Grid} grid
 */
function createImages(store, grid) {
  const n = grid.shown.length;
  const originals = createImageRows({
    test: "tight-originals",
    label: "Test images",
    across: n,
    onpick: (i) => store.set({ tight_image: store.get().tight_image === i ? -1 : i }),
  });
  const decoded = createImageRows({ test: "tight-decoded", label: "Reconstructions", across: n });
  const mean = button("mean of all", "tight-mean", "The mean over the images shown", () =>
    store.set({ tight_image: -1 }),
  );
  originals.set(grid.originals, n, grid.image);
  return {
    node: h(
      "div",
      { className: "shown", dataControl: "tight_image", dataLabel: "Image" },
      h("div", { className: "trained" }, h("span", { className: "label" }, "Choose an image, or the"), mean),
      originals.node,
      decoded.node,
    ),
    /** @param {number} image */
    mark(image) {
      originals.mark(image < 0 ? null : image);
      press(mean, image < 0);
    },
    /**
     * Pictures of the run; null where there are none, so that no other run's stand there.
     * @param {Uint8Array | null} bytes
     */
    set(bytes) {
      decoded.node.hidden = !bytes;
      if (bytes) decoded.set(bytes, n, grid.image);
    },
  };
}

/** @param {(beta: number) => void} go */
function createCharts(go) {
  const x = { label: "Beta, the weight on the KL", log: true };
  const put = (/** @type {number} */ beta) => go(Math.max(1e-3, beta));
  const distances = createChart({
    test: "tight-distances",
    label: "Both distances",
    height: 216,
    x,
    y: { label: "Distance, nats an image", min: 0, room: SHARED },
    ondrag: put,
  });
  const bound = createChart({
    test: "tight-bound",
    label: "The bound",
    height: 160,
    x,
    y: { label: "log p(x), at least, nats an image", room: SHARED },
    ondrag: put,
  });
  return {
    node: h("div", { className: "column" }, distances.node, bound.node),
    /** @param {TightRun[]} runs @param {TightRun} run @param {number} image */
    set(runs, run, image) {
      const of = (/** @type {Figure} */ name) => ({
        x: runs.map(({ beta }) => beta),
        y: runs.map((one) => figureOf(one, name, image)),
      });
      /** @type {(name: Figure, colour: Colour, label: string) => Mark[]} */
      const pair = (name, colour, label) => [
        { kind: "line", ...of(name), colour, size: 1.25 },
        { kind: "dots", ...of(name), colour, size: 4, label },
      ];
      /** @type {Mark} */
      const here = { kind: "rule", vertical: true, x: [run.beta], colour: "text", dash: true };
      distances.set({
        marks: [...pair("rate", "accent", "to the prior"), ...pair("gap", "amber", "to the true posterior"), here],
        label: `Both distances at every beta. At beta ${run.beta}: ${fixed(figureOf(run, "rate", image), 2)} nats to the prior, ${fixed(figureOf(run, "gap", image), 2)} to the true posterior`,
      });
      bound.set({
        marks: [...pair("bound", 2, "importance-weighted bound"), here],
        label: `The bound on log p(x) at every beta. At beta ${run.beta}: ${fixed(figureOf(run, "bound", image), 1)} nats`,
      });
    },
    close() {
      distances.close();
      bound.close();
    },
  };
}

/** @param {Record<string, string>} texts @param {TightRun} run @param {number} image @returns {(string | Node)[]} */
function reading(texts, run, image) {
  const [rate, gap, bound] = /** @type {Figure[]} */ (["rate", "gap", "bound"]).map((name) =>
    figureOf(run, name, image),
  );
  const whose = image < 0 ? "The mean image" : "This image";
  const start = rich(texts["tight-reading"], {
    "tight.beta": String(run.beta),
    "tight.rate": fixed(rate, 2),
    "tight.gap": fixed(gap, 2),
    "tight.bound": fixed(bound, 1),
  });
  if (rate < CLOSE && gap < CLOSE)
    return [
      start,
      " Tight and useless: posterior, prior and true posterior are all but the same, because the decoder ignores z.",
    ];
  if (rate < CLOSE) return [start, ` ${whose} is not told by z, and the bound is all but tight.`];
  if (gap > rate)
    return [
      start,
      " Loose: more is lost to a wrong posterior than is said with it. Training at this \u03b2 does not look for the ELBO.",
    ];
  return [start, " ", rich(texts["tight-useful"], { "tight.times": fixed(rate / Math.max(gap, 0.01), 1) })];
}

/**
 * The claim that is half a truth, and what is wrong with it.
 * @param {CollapsePage} page
 */
function createClaim(page) {
  return h(
    "section",
    { className: "claim" },
    h("h3", {}, rich(page.texts["tight-claim"])),
    h("p", {}, rich(page.texts["tight-answer"])),
  );
}

/** @param {Grid & { iwae_samples?: number }} grid */
function sourceOf({ dataset, split, epochs, latent, shown, iwae_samples: k }) {
  return `${shown.length} ${split} images of ${dataset.toUpperCase()}, one a class, pixels drawn black or white; one convolutional VAE of ${latent} dimensions a \u03b2, after ${epochs} epochs. The gap is estimated with the importance-weighted bound of ${k} samples less the ELBO: the true one is larger, most of all where it is large.`;
}
