/** A condition at random: one class, or a value of every attribute. */

import { attributesOf, withChoice, withNumber } from "./attributes.js";
import { oneHot } from "./moves.js";

/** Draw c for `model`, each class or value as likely as any other; a model without a condition keeps `c`. `random` gives uniform numbers in [0, 1). */
export function randomCondition(model, c, random) {
  const pick = (n) => Math.floor(random() * n);
  if (model.condition?.kind === "class") return oneHot(c.length, pick(c.length));
  return attributesOf(model).reduce(
    (drawn, one) =>
      one.values.length ? withChoice(drawn, one, pick(one.values.length)) : withNumber(drawn, one, 2 * random() - 1),
    c,
  );
}
