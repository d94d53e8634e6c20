/** Figures over seeds: means and spreads, of curves and of where they end. */

/** Mean, standard deviation, least and greatest of a few values; the deviation of a sample, so of one value there is none. */
export function over(values) {
  const all = Array.from(values);
  const mean = all.reduce((sum, value) => sum + value, 0) / all.length;
  const sd = Math.sqrt(all.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (all.length - 1));
  return { mean, sd, min: Math.min(...all), max: Math.max(...all), n: all.length };
}

/**
 * Curves of one figure out of [figure, seed, point]: `each` seed's, and their mean, least and greatest at every point.
 * `figures` names the rows of the array in their order.
 */
export function curveOf(flat, figures, name, seeds, points) {
  const first = figures.indexOf(name) * seeds * points;
  const each = Array.from({ length: seeds }, (_, seed) =>
    flat.subarray(first + seed * points, first + (seed + 1) * points),
  );
  const at = Array.from({ length: points }, (_, i) => over(each.map((curve) => curve[i])));
  return { each, mean: at.map(({ mean }) => mean), min: at.map(({ min }) => min), max: at.map(({ max }) => max) };
}

/** Mean rate by rank, strongest first, over seeds; which dimension is which means nothing across seeds. */
export function ranked(flat, seeds) {
  const latent = flat.length / seeds;
  const sorted = Array.from({ length: seeds }, (_, seed) =>
    flat.slice(seed * latent, (seed + 1) * latent).sort((one, other) => other - one),
  );
  return Array.from({ length: latent }, (_, rank) => over(sorted.map((rates) => rates[rank])));
}

/** Ends of an axis around curves from `skip` on, with a margin; where an untrained model is far off does not count. */
export function endsOf(curves, skip) {
  const seen = curves
    .flatMap(({ min, max }) => [
      ...min.slice(Math.min(skip, min.length - 1)),
      ...max.slice(Math.min(skip, max.length - 1)),
    ])
    .filter(Number.isFinite);
  if (!seen.length) return { min: 0, max: 1 };
  const [low, high] = [Math.min(...seen), Math.max(...seen)];
  const margin = 0.08 * (high - low) || 0.5;
  return { min: low - margin, max: high + margin };
}
