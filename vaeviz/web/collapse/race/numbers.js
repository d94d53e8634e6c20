/** Figures over seeds: means and spreads, of curves and of where they end. */

/** @typedef {{ mean: number, sd: number, min: number, max: number, n: number }} Summary */
/**
 * One figure at every point: of each seed, and over seeds.
 * @typedef {{ each: Float32Array[], mean: number[], min: number[], max: number[] }} Curve
 */

/**
 * Mean, standard deviation of the sample (NaN of one value), least and greatest.
 * @param {Iterable<number>} values @returns {Summary}
 */
export function summary(values) {
  const all = Array.from(values);
  const mean = all.reduce((sum, value) => sum + value, 0) / all.length;
  const sd = Math.sqrt(all.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (all.length - 1));
  return { mean, sd, min: Math.min(...all), max: Math.max(...all), n: all.length };
}

/**
 * The curve of one figure out of [figure, seed, point].
 * @param {Float32Array} flat @param {string[]} figures - names of the array's rows, in their order @param {string} name
 * @param {number} seeds @param {number} points @returns {Curve}
 */
export function curveOf(flat, figures, name, seeds, points) {
  const first = figures.indexOf(name) * seeds * points;
  const each = Array.from({ length: seeds }, (_, seed) =>
    flat.subarray(first + seed * points, first + (seed + 1) * points),
  );
  const at = Array.from({ length: points }, (_, i) => summary(each.map((curve) => curve[i])));
  return { each, mean: at.map(({ mean }) => mean), min: at.map(({ min }) => min), max: at.map(({ max }) => max) };
}

/**
 * KL by rank, highest first, over seeds, whose dimensions have no common order.
 * @param {Float32Array} flat - [seed, dimension] @param {number} seeds
 */
export function ranked(flat, seeds) {
  const latent = flat.length / seeds;
  const sorted = Array.from({ length: seeds }, (_, seed) =>
    flat.slice(seed * latent, (seed + 1) * latent).sort((one, other) => other - one),
  );
  return Array.from({ length: latent }, (_, rank) => summary(sorted.map((rates) => rates[rank])));
}

/**
 * Ends of an axis around curves from point `skip` on, with a margin: an untrained model is far off.
 * @param {Pick<Curve, "min" | "max">[]} curves @param {number} skip
 */
export function endsOf(curves, skip) {
  const seen = curves
    .flatMap(({ min, max }) => [min, max].flatMap((values) => values.slice(Math.min(skip, values.length - 1))))
    .filter(Number.isFinite);
  if (!seen.length) return { min: 0, max: 1 };
  const [low, high] = [Math.min(...seen), Math.max(...seen)];
  const margin = 0.08 * (high - low) || 0.5;
  return { min: low - margin, max: high + margin };
}
