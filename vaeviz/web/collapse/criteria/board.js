/** What moves together: the model, five thresholds, the verdict on every dimension. */

import { nearestFactor } from "../../plot/nearest.js";
import { h } from "../../core/dom.js";
import { createControls } from "./controls.js";
import { createCurves } from "./curves.js";
import { dimensionsOf, modelOf } from "./models.js";
import { createNumbers } from "./numbers.js";
import { createSentences } from "./sentences.js";
import { createTable } from "./table.js";
import { judge, why } from "./criteria-of-codes.js";

const KEYS = [
  "criteria_model",
  "criteria_variance",
  "criteria_rate",
  "criteria_epsilon",
  "criteria_delta",
  "criteria_use",
  "criteria_dim",
];

/** Build all of it, bound to the page's store. */
export function createBoard(page, { models, problems, thresholds }) {
  const { store } = page;
  const pick = (dim) => store.set({ criteria_dim: store.get().criteria_dim === dim ? -1 : dim });
  const controls = createControls(store, models, problems, thresholds);
  const [numbers, table, sentences] = [createNumbers(page), createTable(pick), createSentences(pick)];
  const curves = createCurves((criteria_epsilon) => store.set({ criteria_epsilon }));
  const stop = store.watch(KEYS, (state) => {
    const model = modelOf(models, state.criteria_model);
    const at = thresholdsOf(state, model);
    const found = dimensionsOf(model, at.epsilon).map((one) => ({
      ...one,
      verdict: judge(one, at),
      why: why(one, at),
    }));
    const dim = state.criteria_dim < model.latent ? state.criteria_dim : -1;
    controls.set(model);
    numbers.set(model, found, at);
    table.set(model, found, at, dim);
    curves.set(model, found, at, dim);
    sentences.set(found, at, dim);
    tell(page, found);
  });
  const main = h(
    "div",
    { className: "verdicts" },
    table.node,
    h("div", { className: "reasons" }, curves.node, sentences.node),
  );
  return {
    nodes: [controls.node, numbers.node, main],
    close: () => [stop, curves.close].forEach((one) => one()),
  };
}

/** The thresholds as they are on; epsilon is one of those that the images were counted at. */
export function thresholdsOf(state, { epsilons }) {
  return {
    variance: state.criteria_variance,
    rate: state.criteria_rate,
    epsilon: epsilons[nearestFactor(epsilons, state.criteria_epsilon)],
    delta: state.criteria_delta,
    use: state.criteria_use,
  };
}

/** Say what is measured, for the lessons. */
function tell({ publish, store }, found) {
  const count = (holds) => found.filter(({ verdict }) => holds(verdict)).length;
  const said = {
    "criteria.active": count(({ varies }) => varies),
    "criteria.informative": count(({ informs }) => informs),
    "criteria.collapsed": count(({ kind }) => kind === "passive"),
    "criteria.mixed": count(({ kind }) => kind === "mixed"),
    "criteria.used": count(({ used }) => used === true),
    "criteria.disagree": count(({ disagree }) => disagree),
  };
  for (const [key, value] of Object.entries(said)) if (store.get().found[key] !== value) publish(key, value);
}
