/** How the prior is called on the screen. */

import { conditionText } from "../core/format.js";

/** Whether the prior is learned and follows the condition. */
export function isLearned({ prior }) {
  return Boolean(prior.mu_weight);
}

/** The prior of `model` under c: "N(0, I)", "p(z|c), c = 3"; "p(z)" where it is neither. */
export function priorText(model, c) {
  if (isLearned(model)) return `p(z|c)${toldText(model, c, ", c = ")}`;
  return [...model.prior.mu, ...model.prior.logvar].every((value) => value === 0) ? "N(0, I)" : "p(z)";
}

/** What is to be said of z that came from the prior, which is another one under another c: " under c = 3". */
export function underText(model, c) {
  return isLearned(model) ? toldText(model, c, " under c = ") : "";
}

function toldText({ condition }, c, before) {
  if (condition.kind !== "class") return "";
  const mixed = c.filter((weight) => weight > 0).length > 2;
  return `${before}${mixed ? "a mixture" : conditionText(c, condition.names)}`;
}
