/** What the Compare page says in words: every figure comes from the models at hand. */

import { count, fixed } from "../shell/format.js";

/** What a class of these names is called. */
export function nounOf(names) {
  return names.length > 0 && names.every((name) => /^\d$/.test(name)) ? "digit" : "class";
}

/** How far a linear probe reads the class off mu, by the figures of `evaluate`; null where it did not look. */
export function probeText({ probe_accuracy: accuracy, probe_chance: chance, split }) {
  if (accuracy === null || chance === null) return null;
  return { share: percent(accuracy), text: `A linear probe reads the class off \u03bc for ${percent(accuracy)} of ${split} images (chance ${percent(chance)}).` };
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
  return `Measured: rate ${fixed(rate, 1)} + distortion ${fixed(distortion, 1)} = ${fixed(rate + distortion, 1)} nats, a bound on ${of}; mean over ${count(images)} ${split} images of ${dataset}${pixels}.`;
}

/**
 * What the label saved, in sentences: what is seen, what a label is worth, and what else is between the two models.
 * `plain` and `told` are {rate, distortion, bound: nats, or null where not known; latent}; `n` images are behind the rates.
 */
export function savedWords({ plain, told, classes, n, split }) {
  if (plain.rate === null || told.rate === null) return [];
  const saved = plain.rate - told.rate;
  const worth = Math.log(classes);
  const lead = saved > 0 ? `${fixed(plain.rate, 1)} nats without the label, ${fixed(told.rate, 1)} with it: z is spared ${fixed(saved, 1)} nats` : `${fixed(plain.rate, 1)} nats without the label, ${fixed(told.rate, 1)} with it: z is spared nothing`;
  const seen = `${lead} (KL, mean over the ${count(n)} stored ${split} images).`;
  const label = `The label itself is worth ln ${classes} = ${fixed(worth, 2)} nats where ${classes} classes are equally likely.`;
  return [seen, label, restText(saved - worth, plain, told), boundsText(plain, told)].filter(Boolean);
}

/** What the saving has to do with besides the label. */
function restText(rest, plain, told) {
  if (rest <= 0) return `That is ${fixed(-rest, 1)} nats less than the label is worth.`;
  const causes = [
    plain.latent !== told.latent && `they have ${plain.latent} and ${told.latent} dimensions`,
    plain.distortion !== null && told.distortion !== null && `their distortions are ${fixed(plain.distortion, 1)} and ${fixed(told.distortion, 1)} nats`,
  ].filter(Boolean);
  return causes.length ? `The other ${fixed(rest, 1)} nats are between the two models: ${causes.join(", and ")}.` : `The other ${fixed(rest, 1)} nats are between the two models.`;
}

/** Rate and distortion together: of perfect models the label takes its own worth off, and no more. */
function boundsText(plain, told) {
  if (plain.bound === null || told.bound === null) return "";
  const fall = plain.bound - told.bound;
  const how = fall > 0 ? `${fixed(fall, 1)} nats less with the label` : `${fixed(-fall, 1)} nats more with the label`;
  return `Rate and distortion together: ${fixed(plain.bound, 1)} and ${fixed(told.bound, 1)} nats, ${how}.`;
}
