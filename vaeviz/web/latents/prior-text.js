/** The names of the prior on the screen. */

/** @import { Model, Vector } from "../core/types.js" */

import { conditionText } from "../core/format.js";

/**
 * Whether the prior is learned and follows the condition.
 * @param {Pick<Model, "prior">} model
 */
export function isLearned({ prior }) {
  return Boolean(prior.mu_weight);
}

/**
 * The prior of `model` under c: "N(0, I)", "p(z|c), c = 3"; "p(z)" where it is neither.
 * @param {Model} model
 * @param {Vector} c
 */
export function priorText(model, c) {
  if (isLearned(model)) return `p(z|c)${classText(model, c, ", c = ")}`;
  return [...model.prior.mu, ...model.prior.logvar].every((value) => value === 0) ? "N(0, I)" : "p(z)";
}

/**
 * What follows "prior" in a text about z that came from one that depends on c: " under c = 3"; nothing for another.
 * @param {Model} model
 * @param {Vector} c
 */
export function underText(model, c) {
  return isLearned(model) ? classText(model, c, " under c = ") : "";
}

/** @param {Model} model @param {Vector} c @param {string} before */
function classText({ condition }, c, before) {
  if (condition?.kind !== "class") return "";
  const mixed = Array.from(c).filter((weight) => weight > 0).length > 2;
  return `${before}${mixed ? "a mixture" : conditionText(c, condition.names)}`;
}
