/** The figures "linear" as the pictures take them: spectra by data set, and trained runs one by one. */

/** @import { Packed } from "../../core/types.js" */
/** @import { Linear, LinearRun, LivingSet } from "./types.js" */

import { sum, waterFilling } from "./theory.js";

const SAME = 0.005; // share by which a line may miss a trained run's level and still count as there

/**
 * Read the facts: {dataset, s2, latent, epochs, runs, sets}; run: {beta, level, rates, total, active, error, theory}.
 * Of a
 * set, `runs` were trained by descent on the expected objective, `fitted` by small batches, as any VAE.
 * @param {Packed} given
 * @returns {Linear}
 */
export function readLinear({ head, arrays }) {
  const { settings, spectra } = head;
  const [{ dataset }] = spectra;
  const values = arrays[`spectrum.${dataset}`];
  const read = (/** @type {number[]} */ betas, /** @type {string} */ way) =>
    betas.map((beta, i) => {
      const rates = arrays[`${way}rate`].subarray(i * settings.latent, (i + 1) * settings.latent);
      const level = beta * settings.s2;
      return {
        beta,
        level,
        rates,
        total: sum(rates),
        active: arrays[`${way}active`][i],
        error: arrays[`${way}squared_error`][i],
        theory: waterFilling(values, level, settings.latent),
      };
    });
  const [runs, fitted] = [read(head.betas, ""), read(head.fitted_betas, "fitted.")];
  const sets = spectra.map((/** @type {any} */ { dataset: name, ...told }) => ({
    name,
    ...told,
    values: arrays[`spectrum.${name}`],
    ...(name === dataset ? { runs, fitted } : { runs: [], fitted: [] }),
  }));
  return { dataset, s2: settings.s2, latent: settings.latent, epochs: head.fitted.epochs, runs, sets };
}

/**
 * The set `name`, with how many dimensions there are to live: those of the trained models, or one an axis.
 * @param {Linear} linear
 * @param {string} name
 * @returns {LivingSet}
 */
export function setOf(linear, name) {
  const found = linear.sets.find((set) => set.name === name) ?? linear.sets[0];
  const latent = found.runs.length ? linear.latent : found.values.length;
  return { ...found, latent, limit: found.runs.length ? `${latent} dimensions` : `${latent} axes` };
}

/**
 * The one of `runs` that was trained at this water level, if any.
 * @param {LinearRun[]} runs
 * @param {number} level
 */
export function trainedAt(runs, level) {
  return runs.find((run) => Math.abs(Math.log(run.level / level)) < SAME) ?? null;
}
