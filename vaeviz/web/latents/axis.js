/**
 * The axis of a slider, in units of the aggregate posterior: 0 is its mean over the stored codes, 1 its deviation,
 * sqrt(Var(mu) + E[sigma^2]). A model without codes has the prior's mean and deviation instead, those of nothing told
 * where the prior follows c: a slider keeps its axis.
 */

import { priorAt } from "./gaussian.js";

const LEAST = 1e-3; // a unit of z that can still be drawn
const MOST = 10; // units on either side

/** Where 0 and 1 of the axis of `dim` are: {centre, unit}, in z. */
export function axisOf({ aggregate_mean: mean, aggregate_sd: sd, prior }, dim) {
  if (!mean) return { centre: prior.mu[dim], unit: Math.exp(prior.logvar[dim] / 2) };
  return { centre: mean[dim], unit: Math.max(LEAST, sd[dim]) };
}

/**
 * Half the sliders' length in units, the same for all of a model: the codes are on it, and the prior's middle 99.7%,
 * whichever one thing is told.
 */
export function reachOf(model) {
  const needed = priorsOf(model).flatMap(({ mu, logvar }) =>
    Array.from(mu, (mean, dim) => {
      const { centre, unit } = axisOf(model, dim);
      return (Math.abs(mean - centre) + 3 * Math.exp(logvar[dim] / 2)) / unit;
    }),
  );
  return Math.min(MOST, Math.max(model.span ?? 4, Math.ceil(Math.max(...needed))));
}

/** The priors that there are: one, or those of nothing told and of each column of c alone, a number at both of its ends. */
function priorsOf(model) {
  const columns = [...(model.prior.mu_weight?.[0] ?? []).keys()];
  const numbers = new Set(
    (model.condition?.attributes ?? []).filter(({ values }) => !values.length).map(({ name }) => name),
  );
  const ends = columns.flatMap((k) =>
    numbers.has(model.condition.names[k])
      ? [
          [k, 1],
          [k, -1],
        ]
      : [[k, 1]],
  );
  return [[-1, 0], ...ends].map(([told, value]) =>
    priorAt(
      model,
      columns.map((k) => (k === told ? value : 0)),
    ),
  );
}

/** The marks of an axis that are numbered: fewer where they would run into one another. */
export function numbered(reach) {
  return reach > 3 ? [-2, 0, 2] : [-2, -1, 0, 1, 2];
}

/** Whose units they are, for the head of the column. */
export function unitText({ aggregate_mean: mean }) {
  return mean
    ? {
        short: "s.d. of the aggregate",
        long: "The axis: standard deviations of the aggregate posterior, all stored images' posteriors taken together, about its mean: sqrt(Var(\u03bc) + E[\u03c3\u00b2]). The number at the right is z itself.",
      }
    : {
        short: "s.d. of the prior",
        long: "The axis: standard deviations of the prior about its mean; the aggregate posterior is unknown without stored codes. The number at the right is z itself.",
      };
}
