/** Diagnostics: every criterion of collapse beside the others, on any shipped model, with thresholds that move. */

/** @import { CollapsePage } from "../../core/types.js" */
/** @import { Dimension, Result, Thresholds } from "./criteria-of-codes.js" */
/** @import { CodesModel } from "./models.js" */

import { nearestFactor } from "../../plot/nearest.js";
import { h } from "../../core/dom.js";
import { createLoaded } from "../../core/loaded.js";
import { createControls } from "./controls.js";
import { classifyDimension, explainDisagreement } from "./criteria-of-codes.js";
import { createCurves } from "./curves.js";
import { dimensionsOf, modelOf, readModels } from "./models.js";
import { createNumbers } from "./numbers.js";
import { createSentences } from "./sentences.js";
import { createTable } from "./table.js";

/** @typedef {Dimension & { dim: number; result: Result; reason: string }} Row a dimension with its result */

const KEYS = ["model", "variance", "rate", "epsilon", "delta", "use", "dim"].map((name) => `criteria_${name}`);

/**
 * The part of the page: fetches its data when it is first shown.
 * @param {CollapsePage} page
 */
export function createCriteria(page) {
  const node = h("div", { className: "criteria", dataTestid: "criteria" });
  const make = async () => createBoard(page, readModels(await page.facts("criteria")));
  return {
    node,
    ...createLoaded(node, { test: "criteria", loading: "Measuring the codes of the shipped models", make }),
  };
}

/**
 * What moves together: the model, five thresholds, the result for every dimension.
 * @param {CollapsePage} page
 * @param {ReturnType<typeof readModels>} found
 */
function createBoard(page, { models, problems, thresholds }) {
  const { store } = page;
  const pick = (/** @type {number} */ dim) => store.set({ criteria_dim: store.get().criteria_dim === dim ? -1 : dim });
  const controls = createControls(store, models, problems, thresholds);
  const [numbers, table, sentences] = [createNumbers(page), createTable(pick), createSentences(pick)];
  const curves = createCurves((criteria_epsilon) => store.set({ criteria_epsilon }));
  const stop = store.watch(KEYS, (state) => {
    const model = modelOf(models, state.criteria_model);
    const at = thresholdsOf(state, model);
    const rows = dimensionsOf(model, at.epsilon).map((one) => ({
      ...one,
      result: classifyDimension(one, at),
      reason: explainDisagreement(one, at),
    }));
    const dim = state.criteria_dim < model.latent ? state.criteria_dim : -1;
    controls.set(model);
    numbers.set(model, rows, at);
    table.set(model, rows, at, dim);
    curves.set(model, rows, at, dim);
    sentences.set(rows, at, dim);
    publish(page, rows);
  });
  return {
    nodes: [
      controls.node,
      numbers.node,
      h("div", { className: "results" }, table.node, h("div", { className: "reasons" }, curves.node, sentences.node)),
    ],
    close() {
      stop();
      curves.close();
    },
  };
}

/**
 * The thresholds as they are set; epsilon is the nearest one that the images were counted at.
 * @param {Record<string, any>} state
 * @param {CodesModel} model
 * @returns {Thresholds}
 */
function thresholdsOf(state, { epsilons }) {
  return {
    variance: state.criteria_variance,
    rate: state.criteria_rate,
    epsilon: epsilons[nearestFactor(epsilons, state.criteria_epsilon)],
    delta: state.criteria_delta,
    use: state.criteria_use,
  };
}

/**
 * Publish what is measured, for the lessons.
 * @param {CollapsePage} page
 * @param {Row[]} rows
 */
function publish(page, rows) {
  const count = (/** @type {(result: Result) => boolean} */ holds) => rows.filter(({ result }) => holds(result)).length;
  const measured = {
    "criteria.active": count(({ varies }) => varies),
    "criteria.informative": count(({ informs }) => informs),
    "criteria.collapsed": count(({ kind }) => kind === "passive"),
    "criteria.mixed": count(({ kind }) => kind === "mixed"),
    "criteria.used": count(({ used }) => used === true),
    "criteria.disagree": count(({ disagree }) => disagree),
  };
  for (const [key, value] of Object.entries(measured))
    if (page.store.get().found[key] !== value) page.publish(key, value);
}
