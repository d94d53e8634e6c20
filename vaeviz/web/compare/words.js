/** What the Compare page says in words: every figure comes from the models at hand. */

import { count, fixed, nats } from "../core/format.js";

/** What a class of these names is called. */
export function nounOf(names) {
  return names.length > 0 && names.every((name) => /^\d$/.test(name)) ? "digit" : "class";
}

/** How far a linear probe reads the class off mu, by the figures of `evaluate`; null where it did not look. */
export function probeText({ probe_accuracy: accuracy, probe_chance: chance, split }) {
  if (accuracy === null || chance === null) return null;
  return {
    share: percent(accuracy),
    text: `A linear probe reads the class off \u03bc for ${percent(accuracy)} of ${split} images (chance ${percent(chance)}).`,
  };
}

function percent(share) {
  return `${fixed(100 * share, 1)}\u00a0%`;
}

/** What a model's bound is made of, and of what it is the mean; "" without `figures`, those of `evaluate`. */
export function boundText(figures, told) {
  if (!figures) return "";
  const { rate, distortion, images, dataset, split, binarised } = figures;
  const of = told ? "\u2212log p(x|label)" : "\u2212log p(x)";
  const pixels = binarised ? ", pixels drawn binary" : "";
  return `Measured: rate ${nats(rate)} + distortion ${nats(distortion)} = ${nats(rate + distortion)} nats, a bound on ${of}; mean over ${count(images)} ${split} images of ${dataset}${pixels}.`;
}

/** Why there is no picture of the data set, and what to do: `fetch` is the command that brings it here. */
export function missingText({ originals }, { fetch }) {
  if (originals) return ["the picture did not come", ""];
  return [
    "not on this machine",
    `The data set\u2019s own pictures are not on this machine. To fetch them: ${fetch}, then start the app anew.`,
  ];
}

/**
 * What the label saved, in sentences: what is seen, what a label is worth, and what else is between the two models.
 * `plain` and `told` are {rate, distortion, bound: nats, or null where not known; latent}; `n` images are behind the rates.
 */
export function savedWords({ plain, told, classes, n, split }) {
  if (plain.rate === null || told.rate === null) return [];
  const saved = plain.rate - told.rate;
  const worth = Math.log(classes);
  const lead =
    saved > 0
      ? `${nats(plain.rate)} nats without the label, ${nats(told.rate)} with it: z is spared ${nats(saved)} nats`
      : `${nats(plain.rate)} nats without the label, ${nats(told.rate)} with it: z is spared nothing`;
  const seen = `${lead} (KL, mean over the ${count(n)} stored ${split} images).`;
  const label = `The label itself is worth ln ${classes} = ${fixed(worth, 2)} nats where ${classes} classes are equally likely.`;
  return [seen, label, restText(saved, worth, plain, told), boundsText(plain, told)].filter(Boolean);
}

/** What the saving has to do with besides the label. */
function restText(saved, worth, plain, told) {
  if (saved <= 0) return savedNothing(saved);
  const rest = saved - worth;
  if (rest <= 0) return `That is ${nats(-rest)} nats less than the label is worth.`;
  const causes = [
    plain.latent !== told.latent && `they have ${plain.latent} and ${told.latent} dimensions`,
    plain.distortion !== null &&
      told.distortion !== null &&
      `their distortions are ${nats(plain.distortion)} and ${nats(told.distortion)} nats`,
  ].filter(Boolean);
  return causes.length
    ? `The other ${nats(rest)} nats are between the two models: ${causes.join(", and ")}.`
    : `The other ${nats(rest)} nats are between the two models.`;
}

function savedNothing(saved) {
  const more = nats(-saved);
  return more === "0.0"
    ? "Nothing of that is saved."
    : `With the label z says ${more} nats more, not less: nothing of that is saved.`;
}

/** Rate and distortion together: of perfect models the label takes its own worth off, and no more. */
function boundsText(plain, told) {
  if (plain.bound === null || told.bound === null) return "";
  const fall = plain.bound - told.bound;
  const how = fall > 0 ? `${nats(fall)} nats less with the label` : `${nats(-fall)} nats more with the label`;
  return `Rate and distortion together: ${nats(plain.bound)} and ${nats(told.bound)} nats, ${how}.`;
}
