/** How a second model follows the sliders of the first: which dimension follows which, and the words for it. */

/** @import { Codes, Model, State, Vector } from "../core/types.js" */

import { priorAt } from "../latents/gaussian.js";
import { oneHot } from "../latents/moves.js";
import { byRate } from "../latents/order.js";
import { sameNumbers, snapped } from "../latents/place.js";
import { encodedUnder, nullCondition } from "../map/codes.js";
import { plural } from "../core/format.js";

/**
 * Which dimension of `model` each of `second`'s follows: [[theirs, ours], ...].
 * @param {Model} model
 * @param {Model} second
 */
export function pairDims(model, second) {
  if (model.latent_dim === second.latent_dim) return Array.from({ length: model.latent_dim }, (_, dim) => [dim, dim]);
  const ours = byRate(model);
  return byRate(second)
    .slice(0, ours.length)
    .map((dim, rank) => [dim, ours[rank]]);
}

/**
 * The z of `second` under its `condition`: as many standard deviations from its prior's mean as ours, under `c`, is
 * from our own; a dimension that follows nothing is at the mean.
 * @param {Pick<State, "z" | "c" | "model">} state
 * @param {Model} second
 * @param {Vector} condition
 */
export function followZ({ z, c, model }, second, condition) {
  const [ourPrior, theirPrior] = [priorAt(model, c), priorAt(second, condition)];
  const out = Float64Array.from(theirPrior.mu);
  for (const [theirs, ours] of pairDims(model, second)) {
    const steps = (z[ours] - ourPrior.mu[ours]) / Math.exp(ourPrior.logvar[ours] / 2);
    out[theirs] += steps * Math.exp(theirPrior.logvar[theirs] / 2);
  }
  return snapped(out);
}

/**
 * The condition of `second`: ours where both have the same classes; `label`, from `imageLabel`, where only it takes a
 * class; else its null label.
 * @param {Float32Array} c
 * @param {Model} model
 * @param {Model} second
 * @param {number | null} label
 */
export function followC(c, model, second, label = null) {
  if (sameClasses(model, second)) return c;
  return label === null || !second.condition ? nullCondition(second) : oneHot(second.condition.names.length, label);
}

/**
 * The label of the image that z is the code of, where `second` takes a class, `model` none, and they name classes
 * alike; else null.
 * @param {Pick<State, "model" | "source" | "codes">} state
 * @param {Model} second
 */
export function imageLabel({ model, source, codes }, { condition }) {
  if (!codes || source?.kind !== "code" || source.index === undefined || source.moved) return null;
  if (model.condition || condition?.kind !== "class" || !sameNames(model.class_names, condition.names)) return null;
  const label = codes.labels[source.index];
  return label < condition.names.length ? label : null;
}

/**
 * How `second` follows, in words.
 * @param {Model} model
 * @param {Model} second
 * @param {number | null} label
 */
export function followText(model, second, label = null) {
  const { condition } = second;
  const dimensions = `z ${zText(model.latent_dim, second.latent_dim)}`;
  if (!condition || sameClasses(model, second)) return dimensions;
  const classes = model.condition?.kind === "class" ? "other classes" : "a class";
  const what = condition.kind === "class" ? classes : condition.kind;
  const value = label === null ? "unconditional" : `${condition.names[label]}, the image\u2019s label`;
  return `${dimensions}; its condition (${what}): ${value}`;
}

/** @param {number} ours @param {number} theirs */
function zText(ours, theirs) {
  if (ours === theirs) return "dimension by dimension; one dimension need not mean the same in both models";
  const most = theirs > ours ? `its ${ours} most informative` : `its ${plural(theirs, "dimension")}`;
  const rest = theirs > ours ? `, its other ${theirs - ours} stay at the prior\u2019s mean` : "";
  const verb = Math.min(ours, theirs) === 1 ? "follows" : "follow";
  return `by rank of KL: ${most} ${verb} your ${theirs > ours ? ours : `${theirs} most informative`}${rest}`;
}

/** @param {Model} model @param {Model} second */
function sameClasses({ condition: a }, { condition: b }) {
  return Boolean(a && b && a.kind === b.kind && sameNames(a.names, b.names));
}

/** @param {readonly string[]} names @param {readonly string[]} others */
function sameNames(names, others) {
  return names.length === others.length && names.every((name, i) => name === others[i]);
}

/**
 * Whether both models' codes are of the same images, one by one.
 * @param {Codes} codes
 * @param {Codes} others
 */
export function sameImages(codes, others) {
  const [rows, otherRows] = [codes.rows, others.rows];
  return (
    codes.split === others.split &&
    codes.n === others.n &&
    (rows && otherRows ? sameNumbers(rows, otherRows) : rows === otherRows) &&
    sameNumbers(codes.labels, others.labels)
  );
}

/**
 * The second model's own code of image i: its stored mean, and the condition it was encoded under.
 * @param {Codes} others
 * @param {number} i
 * @param {Model} second
 * @returns {{z: Float32Array, c: Float32Array}}
 */
export function ownCode(others, i, second) {
  const z = snapped(others.mu.subarray(i * others.latent, (i + 1) * others.latent));
  return { z, c: encodedUnder(others, i, second) ?? nullCondition(second) };
}
