/** The keys of Why in the page's state: which picture is shown, and what each of the first three is set to. */

/** @import { KeySpec } from "../../core/types.js" */

const PICTURES = ["scree", "plane", "heat", "toy", "trap", "tight", "sigma"];

/** @type {Record<string, KeySpec>} */
export const WHY_KEYS = {
  why: { kind: "choice", options: PICTURES, default: "scree" },
  scree_data: { kind: "choice", options: ["digits", "mnist"], default: "digits" },
  scree_beta: { kind: "number", min: 0.1, max: 1000, digits: 3, default: 8 },
  scree_s2: { kind: "number", min: 0.001, max: 1, digits: 4, default: 0.02 }, // the decoder's variance a pixel
  scree_axis: { kind: "choice", options: ["log", "even"], default: "log" }, // of the eigenvalues
  plane_data: { kind: "choice", options: ["mnist", "digits"], default: "mnist" },
  plane_beta: { kind: "number", min: 0.1, max: 1000, digits: 3, default: 1 },
  // the last of the shipped history; the nearest is taken
  heat_step: { kind: "number", min: 1, max: 1e6, digits: 0, default: 18676 },
  heat_axis: { kind: "choice", options: ["log", "even"], default: "log" }, // of the steps
  // dimension walked along; -1: the strongest
  heat_alive: { kind: "number", min: -1, max: 511, digits: 0, default: -1 },
  heat_dead: { kind: "number", min: -1, max: 511, digits: 0, default: -1 }, // -1: the weakest
  // class of the typical code that both walks start from
  heat_from: { kind: "number", min: 0, max: 99, digits: 0, default: 3 },
};
