/** What the Compare page says in words: every figure comes from the models at hand. */

import { count, fixed } from "../shell/format.js";

/** What a class of these names is called. */
export function nounOf(names) {
  return names.length > 0 && names.every((name) => /^\d$/.test(name)) ? "digit" : "class";
}

/** How far a linear probe reads the class off mu; `measured` is what `evaluate` found, null where it did not look. */
export function probeText(measured) {
  const { probe_accuracy: accuracy, probe_chance: chance, split } = measured;
  if (accuracy === null || chance === null) return null;
  return { share: percent(accuracy), text: `A linear probe reads the class off \u03bc for ${percent(accuracy)} of ${split} images (chance ${percent(chance)}).` };
}

function percent(share) {
  return `${fixed(100 * share, 1)}\u00a0%`;
}

/** What a model's bound is made of, and of what it is the mean; "" where it was not measured. */
export function boundText({ rate, distortion, images, dataset, split, binarised }, told) {
  if (rate === null) return "";
  const of = told ? "\u2212log p(x|label)" : "\u2212log p(x)";
  const pixels = binarised ? ", pixels drawn binary" : "";
  return `Measured: rate ${fixed(rate, 1)} + distortion ${fixed(distortion, 1)} = ${fixed(rate + distortion, 1)} nats, a bound on ${of}; mean over ${count(images)} ${split} images of ${dataset}${pixels}.`;
}

/**
 * What the label saved, in sentences: [what is seen, what a label is worth, what the rest comes from]. `plain` and `told`
 * are {rate: nats or null, latent, distortion: nats or null}; `n` images are behind the rates.
 */
export function savedWords({ plain, told, classes, n, split }) {
  if (plain.rate === null || told.rate === null) return [];
  const saved = plain.rate - told.rate;
  const worth = Math.log(classes);
  const mean = `mean over the ${count(n)} stored ${split} images`;
  const seen = `Without the label z holds ${fixed(plain.rate, 1)} nats about an image, with it ${fixed(told.rate, 1)} (${mean}): ${savedText(saved)}.`;
  const label = `One of ${classes} equally likely classes is worth ln ${classes} = ${fixed(worth, 2)} nats.`;
  return [seen, label, restText(saved - worth, saved, plain, told)].filter(Boolean);
}

function savedText(saved) {
  return saved > 0 ? `the label saved z ${fixed(saved, 1)} nats` : `the label saved z nothing`;
}

/** What the saving has to do with besides the label. */
function restText(rest, saved, plain, told) {
  if (saved <= 0) return "These two models do not show that the label takes over: compare models of one size, trained alike.";
  if (rest <= 0.05) return `z is left with ${fixed(Math.max(0, -rest), 1)} nats of the class at most.`;
  const causes = [
    plain.latent !== told.latent && `the models have ${plain.latent} and ${told.latent} dimensions`,
    plain.distortion !== null && told.distortion !== null && `their distortions are ${fixed(plain.distortion, 1)} and ${fixed(told.distortion, 1)} nats`,
  ].filter(Boolean);
  const why = causes.length ? `: ${causes.join(", and ")}` : "";
  return `The other ${fixed(rest, 1)} nats are not the label\u2019s${why}.`;
}
