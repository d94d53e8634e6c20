/**
 * All state of the Collapse page that belongs in its address, and what each key may be. Every key that differs from its
 * default stands in the address; keys are named after their part: lab_beta, sweep_epoch, why.
 *
 * kind "number": min, max, digits (decimals kept); "choice": options; "flag": true or false; "text": longest
 * (characters); "list": of plain words without commas, longest (words).
 */

import { labKeys, raceKeys, toyKeys } from "../run/keys.js";
import { WHY_KEYS } from "../theory/settings.js";

/** @import { CollapseSchema, KeySpec } from "../../core/types.js" */

const TABS = ["lab", "sweep", "why", "race", "criteria", "lessons"];

/** @param {CollapseSchema} schema @returns {Record<string, KeySpec>} */
function keysOf(schema) {
  const usual = Object.fromEntries(
    Object.entries(schema.thresholds.properties).map(([name, one]) => [name, one.default]),
  );
  return {
    // The page
    tab: { kind: "choice", options: TABS, default: "lab" },
    hide: { kind: "list", longest: 60, default: [] }, // controls that a teacher's link hides, by state key
    lesson: { kind: "text", longest: 40, default: "" }, // the tour that is open
    step: { kind: "number", min: 1, max: 40, digits: 0, default: 1 }, // of it
    guesses: { kind: "list", longest: 80, default: [] }, // "lesson.step.value"
    sealed: { kind: "text", longest: 4000, default: "" }, // the values of the keys in `hide`, not readable at a glance

    // The laboratory: lab_
    ...labKeys(schema),
    // The scrubber: sweep_
    sweep_beta: { kind: "number", min: 0, max: 1e6, digits: 2, default: 1 }, // the grid's nearest is taken
    sweep_epoch: { kind: "number", min: 1, max: 1000, digits: 0, default: 10 },
    sweep_dim: { kind: "number", min: -1, max: 511, digits: 0, default: -1 }, // of the traversal; -1: the strongest
    sweep_image: { kind: "number", min: 0, max: 99, digits: 0, default: 3 }, // whose code it starts from
    // Why: which figure, and theirs
    ...WHY_KEYS,
    ...toyKeys(schema),
    trap_kind: { kind: "choice", options: ["bernoulli", "squared"], default: "bernoulli" }, // the loss of Mean or sum
    trap_rec: { kind: "choice", options: ["sum", "mean", "total"], default: "mean" },
    trap_rec_weight: { kind: "number", min: 1e-8, max: 1e8, digits: 8, default: 1 },
    trap_kl: { kind: "choice", options: ["sum", "mean", "total"], default: "sum" },
    trap_kl_weight: { kind: "number", min: 0, max: 1e8, digits: 8, default: 1 },
    trap_pixels: { kind: "number", min: 1, max: 1e8, digits: 0, default: 784 }, // of one image, times channels
    trap_latents: { kind: "number", min: 1, max: 1e6, digits: 0, default: 32 },
    trap_batch: { kind: "number", min: 1, max: 1e6, digits: 0, default: 128 },
    tight_beta: { kind: "number", min: 0, max: 1e6, digits: 2, default: 784 }, // the grid's nearest is taken
    tight_image: { kind: "number", min: -1, max: 99, digits: 0, default: -1 }, // of those shown; -1: the mean
    sigma_s2: { kind: "number", min: 0, max: 10, digits: 4, default: 0.1 }, // of the nearest run; 0: the optimal one
    // Remedies: race_
    ...raceKeys(schema),
    // Diagnostics: criteria_
    criteria_model: { kind: "text", longest: 80, default: "" }, // its name; none: the one with the most dimensions
    criteria_variance: { kind: "number", min: 1e-4, max: 10, digits: 6, default: usual.variance }, // of mu over images
    criteria_rate: { kind: "number", min: 1e-4, max: 10, digits: 6, default: usual.rate }, // nats
    criteria_epsilon: { kind: "number", min: 1e-3, max: 10, digits: 6, default: usual.epsilon }, // nats
    criteria_delta: { kind: "number", min: 0, max: 0.5, digits: 3, default: usual.delta }, // share of images
    criteria_use: { kind: "number", min: 1e-4, max: 1, digits: 6, default: usual.use }, // share of the images' variance
    criteria_dim: { kind: "number", min: -1, max: 511, digits: 0, default: -1 }, // the one picked out; -1: none
  };
}

/** The keys, once they are declared. @type {Record<string, KeySpec>} */
export const KEYS = {};

/** Declare the keys, before a store is made. @param {CollapseSchema} schema */
export function declareKeys(schema) {
  Object.assign(KEYS, keysOf(schema));
}

const WORD = /^[\w.+-]{1,80}$/; // of a list

/**
 * The store's first state: every key at its default, and what is in no address.
 * @returns {Record<string, any>}
 */
export function initial() {
  const values = Object.fromEntries(Object.entries(KEYS).map(([key, { default: value }]) => [key, value]));
  return { ...values, given: [], found: {}, say: "" };
}

/**
 * The value of `key` that an address gives as `text`; null where there is no such key or the text is invalid.
 * @param {string} key
 * @param {string | null} text
 * @returns {any}
 */
export function read(key, text) {
  if (text === null || !Object.hasOwn(KEYS, key)) return null;
  const { kind, min = -Infinity, max = Infinity, digits = 3, options = [], longest } = KEYS[key];
  if (kind === "number") {
    const value = Number(text);
    if (!text.trim() || !Number.isFinite(value)) return null;
    return Number(Math.min(max, Math.max(min, value)).toFixed(digits));
  }
  if (kind === "choice") return options.find((option) => String(option) === text) ?? null;
  if (kind === "flag") return text === "1" ? true : text === "0" ? false : null;
  if (kind === "list")
    return text
      .split(",")
      .filter((word) => WORD.test(word))
      .slice(0, longest);
  return text.slice(0, longest);
}

/**
 * `value` as an address writes it.
 * @param {string} key
 * @param {any} value
 */
export function write(key, value) {
  if (value === null) return "";
  const { kind, digits = 3 } = KEYS[key];
  if (kind === "number") return String(Number(Number(value).toFixed(digits)));
  if (kind === "flag") return value ? "1" : "0";
  return kind === "list" ? value.join(",") : String(value);
}
