/** A condition made of attributes, as numbers: which columns of c each has, and c with another value of one. */

/** @import { Attribute, Model } from "../core/types.js" */

import { snappedCondition } from "./place.js";

/** @typedef {Attribute & {at: number}} PlacedAttribute an attribute with the first of its columns of c */

/**
 * The attributes of a model with their columns of c; none for other models.
 * @param {Pick<Model, "condition">} model
 * @returns {PlacedAttribute[]}
 */
export function attributesOf({ condition }) {
  let next = 0;
  return (condition?.attributes ?? []).map((attribute) => {
    const at = next;
    next += attribute.values.length || 1;
    return { ...attribute, at };
  });
}

/**
 * c with another number of one attribute, from -1 to 1.
 * @param {Float32Array} c
 * @param {PlacedAttribute} attribute
 * @param {number} value
 */
export function withNumber(c, { at }, value) {
  const changed = c.slice();
  changed[at] = Math.max(-1, Math.min(1, value));
  return snappedCondition(changed);
}

/**
 * c with the i-th value of a choice.
 * @param {Float32Array} c
 * @param {PlacedAttribute} attribute
 * @param {number} i
 */
export function withChoice(c, { at, values }, i) {
  const changed = c.slice();
  changed.fill(0, at, at + values.length);
  changed[at + i] = 1;
  return changed;
}
