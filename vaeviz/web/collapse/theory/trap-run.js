/** The collapse that a beta causes, on real runs: active units against beta, and what the nearest run still draws. */

/** @import { CollapsePage, CollapseSchema, KeySpec, Packed } from "../../core/types.js" */
/** @import { Mark } from "../../plot/marks.js" */
/** @import { Grid } from "../sweep/grid.js" */
/** @import { Drawing, Loss, TrapRun, TrapRuns } from "./types.js" */

import { createChart } from "../../plot/chart.js";
import { nearestFactor } from "../../plot/nearest.js";
import { createImageRows } from "../../plot/images.js";
import { button, h, setText } from "../../core/dom.js";
import { count, fixed } from "../../core/format.js";
import { labKeys } from "../run/keys.js";
import { createCellPictures } from "./cell-images.js";
import { LIT } from "./measured-runs.js";
import { betaOf, show } from "./loss.js";

const ACROSS = 10;

/**
 * Build it; `set(loss)` shows what is nearest.
 * @param {CollapsePage} page
 * @param {{ grid: Grid; sigma: Packed; spectrum: Float32Array | null; kernel: Promise<WebAssembly.Module | null> }}
 * given
 */
export function createCollapse(page, { grid, sigma, spectrum, kernel }) {
  const { store } = page;
  const sets = { bernoulli: bernoulliRuns(grid), squared: squaredRuns(sigma, spectrum) };
  const chart = createChart({
    test: "trap-units",
    label: "Dimensions in use against beta",
    height: 180,
    x: { log: true },
    y: { label: `Dimensions with a KL above ${LIT} nats`, min: 0 },
  });
  const originals = createImageRows({ test: "trap-originals", label: "Test images", across: ACROSS });
  const decoded = createImageRows({ test: "trap-decoded", label: "Reconstructions", across: ACROSS });
  const words = h("p", { dataTestid: "trap-run" });
  const from = h("p", { className: "note" });
  const cells = createCellPictures(page, grid, kernel);
  /** @type {Loss | null} */
  let now = null; // the loss
  /** @type {TrapRun | null} */
  let wanted = null;
  const lab = button("run it in the Laboratory", "trap-lab", "Set this objective there and train live", () =>
    store.set({ ...(now && labOf(now, page.schema)), tab: "lab" }),
  );
  const labWords = h("p", { className: "note", dataTestid: "trap-lab-words" });
  const scrub = button("see the run in the Scrubber", "trap-sweep", "All that was measured of this run", () =>
    store.set({ sweep_beta: wanted?.beta, sweep_epoch: grid.epochs, tab: "sweep" }),
  );
  const offers = h("div", { className: "offers" }, lab, scrub);
  /** @param {Uint8Array} images @param {TrapRun} given */
  function draw(images, { image }) {
    decoded.node.hidden = false;
    decoded.set(images, ACROSS, image);
  }
  /** @param {TrapRun} run */
  async function picture(run) {
    wanted = run;
    originals.set(run.originals, ACROSS, run.image);
    if (run.decoded) return draw(run.decoded, run);
    try {
      const images = await cells.images(/** @type {number} */ (run.row));
      if (images && wanted === run) draw(images, run);
    } catch (error) {
      if (wanted !== run) return;
      decoded.node.hidden = true; // they are another run's
      setText(from, /** @type {Error} */ (error).message);
    }
  }
  return {
    node: h("section", { className: "real" }, chart.node, words, originals.node, decoded.node, from, offers, labWords),
    /** @param {Loss} loss */
    set(loss) {
      now = loss;
      const beta = betaOf(loss);
      const set = labOf(loss, page.schema);
      lab.disabled = set === null;
      setText(labWords, labWordsOf(loss, set));
      const shown = sets[loss.kind];
      const run = nearestOf(
        [
          ...shown.runs,
          ...(loss.kind === "squared" ? sets.bernoulli.runs.filter((one) => one.beta > 2 * shown.runs[0].beta) : []),
        ],
        beta,
      );
      chart.set(drawUnits(shown, beta));
      setText(words, runWords(run, loss));
      setText(from, run.source);
      scrub.hidden = run.row === undefined;
      picture(run);
    },
    close() {
      chart.close();
      cells.close();
    },
  };
}

/**
 * The grid's runs at their last epoch, as they are shown here.
 * @param {Grid} grid
 * @returns {TrapRuns}
 */
function bernoulliRuns(grid) {
  const runs = grid.betas.map((beta, row) => {
    const { rate, total, distortion } = grid.cell(row, grid.epochs);
    return {
      beta,
      row,
      active: rate.filter((one) => one > LIT).length,
      of: grid.latent,
      total,
      distortion,
      originals: grid.originals,
      image: grid.image,
      source: `${grid.dataset.toUpperCase()}, Bernoulli pixels, ${grid.epochs} epochs; ${count(grid.measured)} ${grid.split} images. Above ten of them, below what is decoded of their codes.`,
    };
  });
  return { runs, steps: null, axis: "Beta, the weight on the KL", trained: "runs on MNIST" };
}

/**
 * The runs of fixed variances; the spectrum gives what a linear VAE would keep.
 * @param {Packed} given
 * @param {Float32Array | null} spectrum
 * @returns {TrapRuns}
 */
function squaredRuns({ head, arrays }, spectrum) {
  const size = arrays.originals.length;
  /** @type {TrapRun[]} */
  const runs = head.runs.map(
    (/** @type {any} */ { s2, optimal, rate: total, squared_error: error }, /** @type {number} */ i) => {
      const rate = arrays.rate.subarray(i * head.latent, (i + 1) * head.latent);
      return {
        beta: s2,
        optimal,
        active: rate.filter((/** @type {number} */ one) => one > LIT).length,
        of: head.latent,
        total,
        error,
        originals: arrays.originals,
        decoded: arrays.decoded.subarray(i * size, (i + 1) * size),
        image: head.image,
        source: `${head.dataset.toUpperCase()}, Gaussian pixels, ${head.epochs} epochs; ${count(head.images)} ${head.split} images. Above ten of them, below what is decoded of their codes.`,
      };
    },
  );
  return {
    runs: runs.filter(({ optimal }) => !optimal),
    steps: spectrum,
    axis: "\u03b2\u03c3\u00b2, the variance of Gaussian pixels that the loss stands for",
    trained: "runs on MNIST",
  };
}

/**
 * The run whose beta is nearest, as a factor.
 * @template {{ beta: number }} T
 * @param {T[]} runs
 * @param {number} beta
 */
export const nearestOf = (runs, beta) =>
  runs[
    nearestFactor(
      runs.map((run) => run.beta),
      beta,
    )
  ];

/** @param {TrapRuns} given @param {number} beta @returns {Drawing} */
function drawUnits({ runs, steps, axis, trained }, beta) {
  const sorted = [...runs].sort((a, b) => a.beta - b.beta);
  const at = Math.min(1e6, Math.max(1e-4, beta));
  /** @type {[number, number]} */
  const ends = [Math.min(sorted[0].beta, at) / 1.5, Math.max(sorted[sorted.length - 1].beta, at) * 1.5];
  /** @type {Mark[]} */
  const marks = [];
  if (steps) marks.push(staircase(steps, ends, Math.max(...sorted.map(({ of }) => of))));
  const dots = { x: sorted.map((run) => run.beta), y: sorted.map(({ active }) => active) };
  marks.push(
    { kind: "line", ...dots, colour: "accent", size: 1, opacity: 0.5 },
    { kind: "dots", ...dots, colour: "accent", size: 4, label: trained },
  );
  marks.push({ kind: "rule", vertical: true, x: [at], colour: "amber", size: 2, label: `your loss: ${show(beta)}` });
  return {
    x: { label: axis, log: true, min: ends[0], max: ends[1] },
    y: { min: 0, max: null },
    marks,
    label: `Dimensions with a KL above ${LIT} nats: ${sorted.map((run) => `${run.active} at ${show(run.beta)}`).join(", ")}. Your loss stands at ${show(beta)}`,
  };
}

/**
 * How many eigenvalues of MNIST are above each level, no more than there are dimensions.
 * @param {Float32Array} values
 * @param {[number, number]} given
 * @param {number} most
 * @returns {Mark}
 */
function staircase(values, [low, high], most) {
  const above = (/** @type {number} */ level) =>
    Math.min(
      most,
      values.findIndex((value) => value <= level) < 0 ? values.length : values.findIndex((value) => value <= level),
    );
  const x = Array.from({ length: 120 }, (_, i) => low * (high / low) ** (i / 119));
  return { kind: "steps", x, y: x.map(above), colour: "muted", dash: true, label: "a linear VAE, by theory" };
}

/** @param {TrapRun} given @param {Loss} loss */
function runWords({ beta, active, of, total, distortion, error }, { kind }) {
  const left =
    error === undefined
      ? `distortion ${fixed(Number(distortion), 1)} nats`
      : `squared error ${fixed(error, 1)} per image`;
  const name = kind === "squared" && error !== undefined ? `\u03c3\u00b2 = ${show(beta)}` : `\u03b2 = ${show(beta)}`;
  const note = active === 0 ? " Every image is decoded as the same mean image." : "";
  return `The nearest shipped run, ${name}: ${active} of ${of} dimensions have a KL above ${LIT} nats, rate ${fixed(total, 2)} nats, ${left}.${note}`;
}

/**
 * The Laboratory's settings that train this objective; null where its ranges end. Squared error is Gaussian pixels:
 * only
 * beta * sigma^2 counts for what is learned, so sigma takes it all, and beta what rounding and the range of sigma
 * leave.
 * For cross entropy, which the Laboratory has not, the pixels are Gaussian with the optimal sigma.
 * @param {Loss} loss
 * @param {CollapseSchema} schema
 */
export function labOf(loss, schema) {
  const beta = betaOf(loss);
  const { lab_beta: range, lab_sigma: spread } = /** @type {Record<string, KeySpec & { max: number }>} */ (
    labKeys(schema)
  );
  // or 0, the optimal one
  const [{ minimum: least }] = /** @type {{ minimum: number }[]} */ (schema.laboratory.properties.sigma.anyOf);
  const plain = { lab_schedule: "constant", lab_free_bits: 0, lab_capacity: 0 };
  if (loss.kind === "bernoulli")
    return beta <= range.max ? { ...plain, lab_beta: rounded(beta, range), lab_sigma: 0 } : null;
  const sigma = rounded(Math.min(spread.max, Math.max(least, Math.sqrt(beta))), spread);
  const rest = beta / sigma ** 2;
  return rest <= range.max ? { ...plain, lab_beta: rounded(rest, range), lab_sigma: sigma } : null;
}

const rounded = (/** @type {number} */ value, /** @type {KeySpec} */ { digits }) => Number(value.toFixed(digits));

/**
 * What the Laboratory will train with the settings of `labOf`, in words.
 * @param {Loss} loss
 * @param {ReturnType<typeof labOf>} set
 */
export function labWordsOf(loss, set) {
  if (!set) return "The Laboratory's \u03b2 ends at 1,000: this objective is beyond it.";
  if (loss.kind === "bernoulli")
    return `The Laboratory has Gaussian pixels: it trains \u03b2 = ${show(set.lab_beta)} with the optimal \u03c3.`;
  return `There: \u03c3 = ${set.lab_sigma}, \u03b2 = ${show(set.lab_beta)}, the same objective: \u03b2\u03c3\u00b2 = ${show(set.lab_beta * set.lab_sigma ** 2)}.`;
}
