/** A condition made of attributes, as numbers: which columns of c each has, and c with another value of one. */

import { snappedCondition } from "./place.js";

/** The attributes of a model, each with the first of its columns of c: [{name, values, ends, at}]; none for other models. */
export function attributesOf({ condition }) {
  let next = 0;
  return (condition?.attributes ?? []).map((one) => {
    const at = next;
    next += one.values.length || 1;
    return { ...one, at };
  });
}

/** c with another number of one attribute. */
export function withNumber(c, { at }, value) {
  const told = c.slice();
  told[at] = Math.max(-1, Math.min(1, value));
  return snappedCondition(told);
}

/** c with the i-th value of a choice. */
export function withChoice(c, { at, values }, i) {
  const told = c.slice();
  values.forEach((_, j) => (told[at + j] = j === i ? 1 : 0));
  return told;
}
