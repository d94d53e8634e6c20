/** The shipped models' criteria as they come from the server, a model at a time. */

import { nearestFactor } from "../../plot/nearest.js";

const COLUMNS = ["rate", "mu_variance", "posterior_variance", "use"];

/** The models of the facts `criteria`, those that could be read, and the grid of epsilons. */
export function readModels({ head, arrays }) {
  let first = 0;
  const models = head.models.map((told) => {
    const last = first + told.latent;
    const own = Object.fromEntries(COLUMNS.map((name) => [name, arrays[name].subarray(first, last)]));
    const step = head.epsilons.length;
    const quiet = arrays.quiet.subarray(first * step, last * step);
    first = last;
    return { ...told, ...own, quiet, epsilons: head.epsilons };
  });
  return {
    models: models.filter(({ problem }) => !problem),
    problems: models.filter(({ problem }) => problem),
    thresholds: head.thresholds,
  };
}

/** The model to show: the one asked for by name, else the one with the most dimensions. */
export function modelOf(models, name) {
  return (
    models.find((one) => one.name === name) ??
    models.reduce((best, one) => (one.latent > best.latent ? one : best), models[0])
  );
}

/** What `judge` is to hold against the thresholds, a dimension each. */
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

/** The dimensions by falling rate. */
export function byRate({ rate }) {
  return [...rate.keys()].sort((a, b) => rate[b] - rate[a]);
}

/** The share of images below every epsilon, of one dimension. */
export function curveOf({ quiet, epsilons, images }, dim) {
  return Array.from(quiet.subarray(dim * epsilons.length, (dim + 1) * epsilons.length), (n) => n / images);
}

/** The rate in its two parts: {information, aggregate, ceiling}; null where it cannot be split. */
export function partsOf({ rate, surgery }) {
  if (!surgery) return null;
  const total = rate.reduce((sum, one) => sum + one, 0);
  const information = Math.min(surgery.mutual_information, total);
  return { total, information, aggregate: total - information, ceiling: surgery.ceiling, samples: surgery.samples };
}
