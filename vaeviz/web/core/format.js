/** Numbers as the page writes them: fixed decimals, a real minus sign. */

/** @import { Condition, Vector } from "./types.js" */

/**
 * `value` with `digits` decimals; negative zero is zero.
 * @param {number} value
 */
export function fixed(value, digits = 2) {
  const text = value.toFixed(digits);
  return (Number(text) === 0 ? text.replace("-", "") : text).replace("-", "\u2212");
}

/**
 * A number of nats: one decimal, none from 1,000 on, where thousands are set apart.
 * @param {number} value
 */
export function nats(value) {
  return Math.abs(value) < 999.95 ? fixed(value, 1) : count(Math.round(value)).replace("-", "\u2212");
}

/**
 * Read a typed number, with either minus sign and either decimal mark; null if it is none.
 * @param {string} text
 */
export function parseNumber(text) {
  const tidy = text.trim().replace("\u2212", "-").replace(",", ".");
  const value = Number(tidy);
  return tidy && Number.isFinite(value) ? value : null;
}

/** `n` with thousands set apart. @param {number} n */
export function count(n) {
  return n.toLocaleString("en");
}

/**
 * "1 thing", "2 things".
 * @param {number | string} n
 * @param {string} one
 */
export function plural(n, one, many = `${one}s`) {
  return `${n} ${n === 1 ? one : many}`;
}

/**
 * The class that an image was encoded with, e.g. " encoded as 4"; nothing for a model without a class condition.
 * @param {Vector} c
 * @param {Condition | null} condition
 */
export function encodedAsText(c, condition) {
  if (condition?.kind !== "class") return "";
  return c.some((weight) => weight > 0)
    ? ` encoded as ${conditionText(c, condition.names)}`
    : " encoded as unconditional";
}

/**
 * c in words: a class, a mixture, or none.
 * @param {Vector} c
 * @param {string[]} names
 */
export function conditionText(c, names) {
  const parts = names.map((name, i) => ({ name, weight: c[i] })).filter(({ weight }) => weight > 0);
  if (!parts.length) return "none";
  if (parts.length === 1 && parts[0].weight === 1) return parts[0].name;
  return parts.map(({ name, weight }) => `${Math.round(100 * weight)}% ${name}`).join(" + ");
}
