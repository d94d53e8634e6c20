/**
 * The control of each setting of a run: range, unit and help are the schema's, unless the slider spans less of the
 * range.
 */

import { createChoice } from "../../plot/choice.js";
import { createRange } from "../../plot/range.js";
import { rangeOf } from "./keys.js";

/** @import { CollapsePage } from "../../core/types.js" */

/**
 * @typedef {object} Control
 * @property {string} label
 * @property {string} [unit] - where the schema's is too long
 * @property {number} [min] - least of the slider
 * @property {number} [max] - most of the slider
 * @property {number} [step]
 * @property {boolean} [log]
 * @property {(value: number) => string} [format]
 * @property {Record<string, string>} [short] - choices that need a shorter text
 */

/** @type {Record<string, Control>} */
const CONTROLS = {
  beta: { label: "\u03b2", min: 0.01, max: 100, log: true },
  schedule: { label: "\u03b2 schedule" },
  ramp: { label: "Warm-up length", min: 50, max: 10000, log: true },
  free_bits: { label: "Free bits", max: 2, step: 0.05 },
  capacity: { label: "Capacity", max: 20, step: 0.5 },
  learning_rate: { label: "Learning rate", min: 0.0001, max: 0.03, log: true },
  sigma: {
    label: "Likelihood scale \u03c3",
    unit: "",
    max: 1,
    step: 0.05,
    format: (sigma) => (sigma ? String(sigma) : "optimal"),
  },
  latent: { label: "Size of z" },
  decoder: { label: "Decoder", short: { autoregressive: "autoreg." } },
  posterior: { label: "Posterior" },
  floor: { label: "Floor", min: 0.05, max: 2, step: 0.05 },
  context_dropout: { label: "Context dropout", step: 0.05 },
  inner_steps: { label: "Encoder updates" },
  batch_size: { label: "Batch size", min: 16, log: true },
  seed: { label: "Seed", max: 99 },
};

/**
 * Make the control of setting `name` of the Laboratory, bound to `key` of the page's store.
 * @param {CollapsePage} page @param {string} name @param {string} key @returns {HTMLElement}
 */
export function createControl({ schema, store }, name, key) {
  const setting = schema.laboratory.properties[name];
  const { enum: options, unit, description } = setting;
  const { short = {}, ...control } = CONTROLS[name];
  const hint = description.charAt(0).toUpperCase() + description.slice(1);
  if (!options) return createRange({ key, hint, unit, ...rangeOf(setting), ...control }, store);
  const texts = options.map((one) => /** @type {const} */ ([one, short[one] ?? one]));
  return createChoice({ key, hint, options: texts, ...control }, store);
}
