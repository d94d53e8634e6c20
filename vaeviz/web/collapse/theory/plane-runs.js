/** The runs that lie on a plane of rate and distortion: the grid on MNIST, or the linear VAEs on the digits. */

/** @import { Packed } from "../../core/types.js" */
/** @import { Plane, PlaneModel, PlaneRun } from "./types.js" */

import { count, fixed } from "../../core/format.js";
import { LIT } from "./measured-runs.js";
import { readLinear } from "./linear-runs.js";
import { distortionOf, levels, sum, waterFilling } from "./theory.js";

const CURVE = 120; // points of the theory's frontier

/**
 * The plane of MNIST: {runs, paths, limits, models, entropy, latent, source}; run: {beta, epoch, rate, distortion,
 * active,
 * clear, last}. `paths` are the runs' ways by epoch, one a beta.
 * @param {Packed} given
 * @param {Packed} given
 * @returns {Plane}
 */
export function gridPlane({ head, arrays }, { head: plane }) {
  const { betas, epochs, latent } = head;
  /** @type {PlaneRun[][]} */
  const paths = betas.map((/** @type {number} */ beta, /** @type {number} */ row) =>
    Array.from({ length: epochs }, (_, epoch) => {
      const at = row * epochs + epoch;
      const of = (/** @type {string} */ name) => arrays[name].subarray(at * latent, (at + 1) * latent);
      return {
        beta,
        epoch: epoch + 1,
        last: epoch + 1 === epochs,
        rate: sum(of("rate")),
        distortion: arrays.distortion[at],
        active: above(of("mu_variance"), head.active),
        clear: above(of("rate"), LIT),
      };
    }),
  );
  const best = plane.models.reduce((/** @type {PlaneModel} */ a, /** @type {PlaneModel} */ b) =>
    (b.iwae ?? -Infinity) > (a.iwae ?? -Infinity) ? b : a,
  );
  return {
    name: "mnist",
    paths,
    runs: paths.flat(),
    finals: paths.map((path) => path[path.length - 1]),
    limits: plane.limits,
    models: plane.models,
    entropy: { nats: -best.iwae, by: best },
    latent,
    source: `Each dot: one of ${count(betas.length * epochs)} states of ${betas.length} convolutional VAEs with ${latent} dimensions, one a \u03b2, after each of ${epochs} epochs; rate and distortion are means over the ${count(head.measured)} ${head.split} pictures of ${head.dataset.toUpperCase()}, each pixel drawn from its grey level. ${ringsOf(plane.models)} The entropy of the data is not known; ${fixed(-best.iwae, 1)} nats is the least upper bound at hand: IWAE with ${best.iwae_samples} samples of ${best.name}, ${count(best.iwae_images)} test pictures.`,
  };
}

/**
 * What the rings are: the shipped models by the beta in their headers; names only where they differ in it.
 * @param {Pick<PlaneModel, "name" | "beta">[]} models
 */
export function ringsOf(models) {
  const betas = [...new Set(models.map(({ beta }) => beta))].sort((one, other) => one - other);
  const named = (/** @type {number} */ beta) =>
    betas.length > 1
      ? ` (${models
          .filter((one) => one.beta === beta)
          .map(({ name }) => name)
          .join(", ")})`
      : "";
  return `Rings: the shipped models, trained at ${betas.map((beta) => `\u03b2 = ${beta}${named(beta)}`).join(" and at ")}.`;
}

/**
 * The plane of the linear VAEs, whose frontier is known: the theory's curve beside what was trained.
 * @param {Packed} facts
 * @returns {Plane}
 */
export function linearPlane(facts) {
  const linear = readLinear(facts);
  const set = linear.sets[0];
  const point = (
    /** @type {number} */ beta,
    /** @type {{ rate: number; error: number; active: number }} */ { rate, error, active },
  ) => ({
    beta,
    rate,
    distortion: distortionOf(error, linear.s2, set.values.length),
    active,
    clear: active,
    last: true,
  });
  const finals = linear.runs.map((run) => point(run.beta, { rate: run.total, error: run.error, active: run.active }));
  const curve = levels(0.5, (1.2 * set.values[0]) / linear.s2, CURVE).map((beta) =>
    point(beta, waterFilling(set.values, beta * linear.s2, linear.latent)),
  );
  const collapsed = point(Infinity, waterFilling(set.values, Infinity, linear.latent));
  return {
    name: "digits",
    paths: [],
    runs: finals,
    finals,
    curve,
    solve: (beta) => point(beta, waterFilling(set.values, beta * linear.s2, linear.latent)),
    limits: { pixel_mean: collapsed.distortion },
    models: [],
    latent: linear.latent,
    source: `Dots: ${finals.length} linear VAEs with ${linear.latent} dimensions, \u03c3\u00b2 = ${linear.s2}, trained on ${count(set.images)} digits and measured on them; the distortion is a density's, so it can be below 0. The curve is no fit: it is the theory, whose slope at each \u03b2 is \u2212\u03b2.`,
  };
}

/** @param {Float32Array} values @param {number} threshold */
function above(values, threshold) {
  return values.reduce((n, value) => n + Number(value > threshold), 0);
}
