/**
 * The axis of a slider, in units of the aggregate posterior: 0 is its mean over the stored codes, 1 its standard
 * deviation, sqrt(Var(mu) + E[sigma^2]). A model without codes has the prior's mean and deviation instead, those of the
 * null condition where the prior follows c, so that a slider keeps its axis.
 */

/** @import { Gaussian, Model } from "../core/types.js" */

import { priorAt } from "./gaussian.js";

const SMALLEST_UNIT = 1e-3; // of z, that can still be drawn
const LONGEST_REACH = 10; // units on either side

/** @typedef {{centre: number, unit: number}} Axis where 0 is, and how long 1 is, in z */

/**
 * The axis of dimension `dim`.
 * @param {Model} model
 * @param {number} dim
 * @returns {Axis}
 */
export function axisOf({ aggregate_mean: mean, aggregate_sd: sd, prior }, dim) {
  if (!mean || !sd) return { centre: prior.mu[dim], unit: Math.exp(prior.logvar[dim] / 2) };
  return { centre: mean[dim], unit: Math.max(SMALLEST_UNIT, sd[dim]) };
}

/**
 * Half the sliders' length in units, the same for all dimensions: the codes lie within it, and so does the prior's
 * middle 99.7% under the null condition and under every single class or attribute.
 * @param {Model} model
 */
export function reachOf(model) {
  const needed = priorsOf(model).flatMap(({ mu, logvar }) =>
    Array.from(mu, (mean, dim) => {
      const { centre, unit } = axisOf(model, dim);
      return (Math.abs(mean - centre) + 3 * Math.exp(logvar[dim] / 2)) / unit;
    }),
  );
  return Math.min(LONGEST_REACH, Math.max(model.span, Math.ceil(Math.max(...needed))));
}

/**
 * The priors of the null condition and of each column of c alone, a number at both of its ends; one where none follows
 * c.
 * @param {Model} model
 * @returns {Gaussian[]}
 */
function priorsOf(model) {
  const { condition, prior } = model;
  const columns = [...(prior.mu_weight?.[0] ?? []).keys()];
  const numbers = new Set((condition?.attributes ?? []).filter(({ values }) => !values.length).map(({ name }) => name));
  const ends = columns.flatMap((k) =>
    condition && numbers.has(condition.names[k])
      ? [
          [k, 1],
          [k, -1],
        ]
      : [[k, 1]],
  );
  return [[-1, 0], ...ends].map(([column, value]) =>
    priorAt(
      model,
      columns.map((k) => (k === column ? value : 0)),
    ),
  );
}

/**
 * The marks of an axis that are numbered: fewer where they would overlap.
 * @param {number} reach
 */
export function numbered(reach) {
  return reach > 3 ? [-2, 0, 2] : [-2, -1, 0, 1, 2];
}

const AGGREGATE =
  "The axis: standard deviations of the aggregate posterior (the posteriors of all stored images together) from its " +
  "mean, sqrt(Var(\u03bc) + E[\u03c3\u00b2]). The number at the right is z itself.";
const PRIOR =
  "The axis: standard deviations of the prior from its mean; without stored codes the aggregate posterior is " +
  "unknown. The number at the right is z itself.";

/**
 * What the units are, for the head of the column.
 * @param {Model} model
 */
export function unitText({ aggregate_mean: mean }) {
  return mean ? { short: "Aggregate SDs", long: AGGREGATE } : { short: "Prior SDs", long: PRIOR };
}
