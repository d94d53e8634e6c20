/** How a second model follows the sliders of the first: which of its dimensions takes what, and what is said of it. */

import { priorAt } from "../latents/gaussian.js";
import { oneHot } from "../latents/moves.js";
import { byRate } from "../latents/order.js";
import { sameNumbers, snapped } from "../latents/place.js";
import { encodedUnder, nullCondition } from "../map/codes.js";
import { plural } from "../core/format.js";

/** Which dimension of `model` each of `second`'s follows: [[theirs, ours], ...]. */
export function pairDims(model, second) {
  if (model.latent_dim === second.latent_dim) return Array.from({ length: model.latent_dim }, (_, dim) => [dim, dim]);
  const ours = byRate(model);
  return byRate(second)
    .slice(0, ours.length)
    .map((dim, rank) => [dim, ours[rank]]);
}

/**
 * The z of `second`, told `told`: as many deviations from its prior's mean as ours, under `c`, is from our own; what
 * follows nothing is at the mean.
 */
export function followZ({ z, c, model }, second, told) {
  const [ourPrior, theirPrior] = [priorAt(model, c), priorAt(second, told)];
  const out = Float64Array.from(theirPrior.mu);
  for (const [theirs, ours] of pairDims(model, second)) {
    const steps = (z[ours] - ourPrior.mu[ours]) / Math.exp(ourPrior.logvar[ours] / 2);
    out[theirs] += steps * Math.exp(theirPrior.logvar[theirs] / 2);
  }
  return snapped(out);
}

/**
 * The condition of `second`: ours where both have the same classes; `label`, what `imageLabel` gives, where only it takes
 * a class; else its null label.
 */
export function followC(c, model, second, label = null) {
  if (sameClasses(model, second)) return c;
  return label === null ? nullCondition(second) : oneHot(second.condition.names.length, label);
}

/** The label of the image that z is the code of, where `second` takes a class, `model` none, and they name classes alike; else null. */
export function imageLabel({ model, source, codes }, second) {
  if (!codes || source?.kind !== "code" || source.moved || model.condition || second.condition?.kind !== "class")
    return null;
  const label = codes.labels?.[source.index];
  return label < second.condition.names.length && sameNames(model.class_names ?? [], second.condition.names)
    ? label
    : null;
}

/** What is to be said of how `second` follows. */
export function followText(model, second, label = null) {
  const what = label === null ? "none" : `${second.condition.names[label]}, the image\u2019s label`;
  const told =
    second.condition && !sameClasses(model, second) ? `; it takes ${takenText(model, second)} and is told ${what}` : "";
  return `z ${zText(model.latent_dim, second.latent_dim)}${told}`;
}

function takenText(model, { condition: { kind } }) {
  if (kind !== "class") return kind;
  return model.condition?.kind === "class" ? "other classes" : "a class";
}

function zText(ours, theirs) {
  if (ours === theirs) return "dimension by dimension; models trained apart need not mean the same by one";
  const most = theirs > ours ? `its ${ours} most informative` : `its ${plural(theirs, "dimension")}`;
  const rest = theirs > ours ? `, its other ${theirs - ours} stay at the prior\u2019s mean` : "";
  const verb = Math.min(ours, theirs) === 1 ? "follows" : "follow";
  return `by rank of rate: ${most} ${verb} your ${theirs > ours ? ours : `${theirs} most informative`}${rest}`;
}

function sameClasses({ condition: a }, { condition: b }) {
  return Boolean(a && b) && a.kind === b.kind && sameNames(a.names, b.names);
}

function sameNames(names, others) {
  return names.length === others.length && names.every((name, i) => name === others[i]);
}

/** Whether both models' codes are of the same images, one by one. */
export function sameImages(codes, others) {
  const equal = (a, b) => (a === null || b === null ? a === b : sameNumbers(a, b));
  return (
    codes.split === others.split &&
    codes.n === others.n &&
    equal(codes.rows, others.rows) &&
    equal(codes.labels, others.labels)
  );
}

/** The second model's own code of image i: its stored mean, and what it was told of the image. */
export function ownCode(others, i, second) {
  const z = snapped(others.mu.subarray(i * others.latent, (i + 1) * others.latent));
  return { z, c: encodedUnder(others, i, second) ?? nullCondition(second) };
}
