/** The shipped models' criteria as they come from the server, model by model. */

/** @import { Dimension, Thresholds } from "./criteria-of-codes.js" */

import { nearestFactor } from "../../plot/nearest.js";

const COLUMNS = ["rate", "mu_variance", "posterior_variance", "use"];

/**
 * One model: an entry per dimension in `rate`, `mu_variance`, `posterior_variance` and `use` (below 0: not measured),
 * and in `quiet` for each dimension the number of images below each of `epsilons`.
 * @typedef {object} CodesModel
 * @property {string} name
 * @property {string} problem why it could not be read; empty if it could
 * @property {number} latent
 * @property {number} images
 * @property {string} dataset
 * @property {string} split
 * @property {boolean} learned whether the prior depends on the condition
 * @property {{ mutual_information: number; aggregate_kl: number; ceiling: number; samples: number } | null} surgery
 * @property {Float32Array} rate
 * @property {Float32Array} mu_variance
 * @property {Float32Array} posterior_variance
 * @property {Float32Array} use
 * @property {Uint32Array} quiet
 * @property {number[]} epsilons nats
 */

/**
 * The models of the facts `criteria`: those that could be read, the problems of the others, and the default thresholds.
 * @param {{ head: any; arrays: Record<string, any> }} facts
 */
export function readModels({ head, arrays }) {
  let first = 0;
  /** @type {CodesModel[]} */
  const models = head.models.map((/** @type {CodesModel} */ entry) => {
    const last = first + entry.latent;
    const own = Object.fromEntries(COLUMNS.map((name) => [name, arrays[name].subarray(first, last)]));
    const step = head.epsilons.length;
    const quiet = arrays.quiet.subarray(first * step, last * step);
    first = last;
    return { ...entry, ...own, quiet, epsilons: head.epsilons };
  });
  /** @type {Thresholds} */
  const thresholds = head.thresholds;
  return {
    models: models.filter(({ problem }) => !problem),
    problems: models.filter(({ problem }) => problem),
    thresholds,
  };
}

/**
 * The model called `name`, else the one with the most dimensions.
 * @param {CodesModel[]} models
 * @param {string} name
 */
export function modelOf(models, name) {
  return (
    models.find((one) => one.name === name) ??
    models.reduce((best, one) => (one.latent > best.latent ? one : best), models[0])
  );
}

/**
 * What the criteria judge of every dimension.
 * @param {CodesModel} model
 * @param {number} epsilon nats
 * @returns {(Dimension & { dim: number })[]}
 */
export function dimensionsOf(model, epsilon) {
  const at = nearestFactor(model.epsilons, epsilon);
  return Array.from(model.rate, (rate, dim) => ({
    dim,
    rate,
    mu_variance: model.mu_variance[dim],
    posterior_variance: model.posterior_variance[dim],
    use: model.use[dim] < 0 ? null : model.use[dim],
    quiet: model.quiet[dim * model.epsilons.length + at] / model.images,
  }));
}

/**
 * The dimensions by falling rate.
 * @param {CodesModel} model
 */
export function byRate({ rate }) {
  return [...rate.keys()].sort((a, b) => rate[b] - rate[a]);
}

/**
 * The share of images below every epsilon, of one dimension.
 * @param {CodesModel} model
 * @param {number} dim
 */
export function curveOf({ quiet, epsilons, images }, dim) {
  return Array.from(quiet.subarray(dim * epsilons.length, (dim + 1) * epsilons.length), (n) => n / images);
}

/**
 * The rate in its two parts, in nats, and the upper bound of the first; null where it cannot be split.
 * @param {CodesModel} model
 */
export function partsOf({ rate, surgery }) {
  if (!surgery) return null;
  const total = rate.reduce((sum, one) => sum + one, 0);
  const information = Math.min(surgery.mutual_information, total);
  return { total, information, aggregate: total - information, ceiling: surgery.ceiling, samples: surgery.samples };
}
