/** Texts of a lesson as elements, with the values that were measured. */

/** @import { Found } from "./types.js" */

import { rich } from "../../core/dom.js";
import { tickText } from "../../plot/scale.js";

/** @typedef {(string | { html: string })[]} Parts of a sentence */

/**
 * The elements of a rendered text, with the values that `found` has under the keys of their places.
 * @param {string} html
 * @param {Found} found
 */
export function textOf(html, found) {
  return rich(
    html,
    Object.fromEntries(Object.entries(valuesIn(html, found)).map(([key, value]) => [key, valueText(value)])),
  );
}

/**
 * The measured values in a rendered text: what has to be kept to show the same text again.
 * @param {string} html
 * @param {Found} found
 * @returns {Found}
 */
export function valuesIn(html, found) {
  const keys = [...html.matchAll(/ data-value="([^"]+)"/g)].map(([, key]) => key);
  return Object.fromEntries(keys.map((key) => [key, found[key]]));
}

/**
 * Parts of a sentence as nodes.
 * @param {Parts} parts
 */
export function nodesOf(parts) {
  return parts.map((part) => (typeof part === "string" ? part : rich(part.html)));
}

/**
 * A measured value as a lesson writes it: three digits, five decimals at most; a word as it is; an ellipsis for none.
 * @param {number | string | null | undefined} value
 */
export function valueText(value) {
  if (value === undefined || value === null) return "\u2026";
  return typeof value === "number"
    ? tickText(Math.abs(value) >= 100 ? Math.round(10 * value) / 10 : Number(Number(value.toPrecision(3)).toFixed(5)))
    : String(value);
}
