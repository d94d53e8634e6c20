/** Texts of a lesson as elements, with the values that were measured. */

import { rich } from "../../core/dom.js";
import { tickText } from "../../plot/scale.js";

/** The elements of a rendered text; the places of values get what `found` has under their keys. */
export function textOf(html, found) {
  return rich(
    html,
    Object.fromEntries(Object.entries(valuesIn(html, found)).map(([key, value]) => [key, valueText(value)])),
  );
}

/** The measured values that a rendered text tells, of those found: what has to be kept to tell the same again. */
export function valuesIn(html, found) {
  const keys = [...html.matchAll(/ data-value="([^"]+)"/g)].map(([, key]) => key);
  return Object.fromEntries(keys.map((key) => [key, found[key]]));
}

/** Parts of a sentence, texts and {html}, as nodes. */
export function nodesOf(parts) {
  return parts.map((part) => (typeof part === "string" ? part : rich(part.html)));
}

/** A measured value as a lesson writes it: three figures, five decimals at most; or words as they are. */
export function valueText(value) {
  if (value === undefined || value === null) return "\u2026";
  return typeof value === "number"
    ? tickText(Math.abs(value) >= 100 ? Math.round(10 * value) / 10 : Number(Number(value.toPrecision(3)).toFixed(5)))
    : String(value);
}
