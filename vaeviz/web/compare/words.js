/** The sentences of the Compare page; every figure comes from the two models. */

import { count, fixed, nats } from "../core/format.js";

/**
 * @import { Figures, Found } from "./pane.js"
 * @typedef {{ rate: number | null, distortion: number | null, bound: number | null, latent: number }} ModelFigures
 *   in nats per image; null where not known
 */

/** What a class of these names is called. @param {string[]} names */
export function nounOf(names) {
  return names.length > 0 && names.every((name) => /^\d$/.test(name)) ? "digit" : "class";
}

/** How well a linear probe on mu predicts the class; null where that was not measured. @param {Figures} figures */
export function probeText({ probe_accuracy: accuracy, probe_chance: chance, split }) {
  if (accuracy === null || chance === null) return null;
  const share = percent(accuracy);
  return {
    share,
    text: `A linear probe on \u03bc predicts the class of ${share} of ${split} images (chance ${percent(chance)}).`,
  };
}

/** @param {number} share */
function percent(share) {
  return `${fixed(100 * share, 1)}\u00a0%`;
}

/**
 * The terms of a model's bound, and over what they are means; "" without figures.
 * @param {Figures | null} figures
 * @param {boolean} conditional
 */
export function boundText(figures, conditional) {
  if (!figures) return "";
  const { rate, distortion, images, dataset, split, binarised } = figures;
  const of = conditional ? "\u2212log p(x|label)" : "\u2212log p(x)";
  const terms = `rate ${nats(rate)} + distortion ${nats(distortion)} = ${nats(rate + distortion)} nats`;
  const over = `mean over ${count(images)} ${split} images of ${dataset}${binarised ? ", binarised pixels" : ""}`;
  return `Measured: ${terms}, an upper bound on ${of}; ${over}.`;
}

/**
 * Why there is no image of the data set, and what to do.
 * @param {{ originals: boolean }} codes
 * @param {Pick<Found, "fetch">} found
 */
export function missingText({ originals }, { fetch }) {
  if (originals) return ["the image did not arrive", ""];
  return [
    "not on this machine",
    `The data set\u2019s images are not on this machine. To fetch them: ${fetch}, then restart the app.`,
  ];
}

/**
 * What the label saved, in sentences: the rates, what a label is worth, and what else differs between the two models.
 * @param {{ plain: ModelFigures, conditional: ModelFigures, classes: number, n: number, split: string }} found
 *   `n` images are behind the rates
 */
export function savedWords({ plain, conditional, classes, n, split }) {
  if (plain.rate === null || conditional.rate === null) return [];
  const saved = plain.rate - conditional.rate;
  const worth = Math.log(classes);
  const needs = saved > 0 ? `z needs ${nats(saved)} fewer nats` : "z needs no fewer nats";
  const rates = `${nats(plain.rate)} nats without the label, ${nats(conditional.rate)} with it`;
  return [
    `${rates}: ${needs} (KL, mean over the ${count(n)} stored ${split} images).`,
    `The label itself is worth ln ${classes} = ${fixed(worth, 2)} nats if all ${classes} classes are equally likely.`,
    restText(saved, worth, plain, conditional),
    boundsText(plain, conditional),
  ].filter(Boolean);
}

/**
 * What else the saving comes from.
 * @param {number} saved nats
 * @param {number} worth nats
 * @param {ModelFigures} plain
 * @param {ModelFigures} conditional
 */
function restText(saved, worth, plain, conditional) {
  if (saved <= 0) return nothingSaved(saved);
  const rest = saved - worth;
  if (rest <= 0) return `That is ${nats(-rest)} nats less than the label is worth.`;
  const causes = [
    plain.latent !== conditional.latent && `they have ${plain.latent} and ${conditional.latent} dimensions`,
    plain.distortion !== null &&
      conditional.distortion !== null &&
      `their distortions are ${nats(plain.distortion)} and ${nats(conditional.distortion)} nats`,
  ].filter(Boolean);
  const why = causes.length ? `: ${causes.join(", and ")}` : "";
  return `The other ${nats(rest)} nats come from other differences between the models${why}.`;
}

/** @param {number} saved */
function nothingSaved(saved) {
  const more = nats(-saved);
  return more === "0.0" ? "The label saves nothing." : `With the label, z uses ${more} nats more: it saves nothing.`;
}

/**
 * Rate and distortion together: for perfect models the label saves its own worth, and no more.
 * @param {ModelFigures} plain
 * @param {ModelFigures} conditional
 */
function boundsText(plain, conditional) {
  if (plain.bound === null || conditional.bound === null) return "";
  const fall = plain.bound - conditional.bound;
  const how = fall > 0 ? `${nats(fall)} nats less with the label` : `${nats(-fall)} nats more with the label`;
  return `Rate plus distortion: ${nats(plain.bound)} and ${nats(conditional.bound)} nats, ${how}.`;
}
