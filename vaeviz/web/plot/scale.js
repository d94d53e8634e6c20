/** Axes in numbers: from values to pixels, the ticks between, and how a tick is written. */

const STEPS = [1, 2, 2.5, 5, 10];

/** @typedef {{ min: number; max: number; log?: boolean }} Range */
/** @typedef {ReturnType<typeof createScale>} Scale */

/**
 * A scale from [min, max] to [from, to] pixels; with `log`, equal factors are equal lengths.
 * @param {Range} range
 * @param {number} from
 * @param {number} to
 */
export function createScale({ min, max, log = false }, from, to) {
  const [low, high] = log ? [Math.log(min), Math.log(max)] : [min, max];
  const span = high - low || 1;
  return {
    min,
    max,
    log,
    /** @param {number} value */
    at: (value) => from + ((to - from) * ((log ? Math.log(value) : value) - low)) / span,
    /** @param {number} pixel */
    of(pixel) {
      const value = low + (span * (pixel - from)) / (to - from);
      return log ? Math.exp(value) : value;
    },
  };
}

/**
 * The round distance between ticks of which at most `most` fit into `span`.
 * @param {number} span
 * @param {number} most
 */
export function stepOf(span, most) {
  const rough = span / Math.max(1, most);
  const power = 10 ** Math.floor(Math.log10(rough));
  return power * (STEPS.find((step) => power * step >= rough * (1 - 1e-9)) ?? 10);
}

/**
 * Ticks within [min, max], at most about `most`: round numbers, or 1, 2 and 5 times powers of ten with `log`.
 * @param {Range} range
 * @param {number} most
 */
export function ticksOf({ min, max, log = false }, most) {
  if (log) return logTicks(min, max, most);
  if (!(max > min)) return [min];
  const step = stepOf(max - min, most);
  const first = Math.ceil(min / step - 1e-9);
  const last = Math.floor(max / step + 1e-9);
  return Array.from({ length: last - first + 1 }, (_, i) => Number(((first + i) * step).toPrecision(12)));
}

/** @param {number} min @param {number} max @param {number} most */
function logTicks(min, max, most) {
  const [low, high] = [Math.floor(Math.log10(min)), Math.ceil(Math.log10(max))];
  for (const parts of [[1, 2, 5], [1, 3], [1]]) {
    const found = [];
    for (let power = low; power <= high; power++)
      found.push(...parts.map((part) => Number((part * 10 ** power).toPrecision(6))));
    const within = found.filter((tick) => tick >= min * (1 - 1e-9) && tick <= max * (1 + 1e-9));
    if (within.length <= most || parts.length === 1)
      return within.filter((_, i) => i % Math.ceil(within.length / Math.max(2, most)) === 0);
  }
  return [];
}

/**
 * A tick's text: no more decimals than it needs, a real minus sign, thousands set apart.
 * @param {number} value
 */
export function tickText(value) {
  const size = Math.abs(value);
  const text =
    size !== 0 && (size >= 1e6 || size < 1e-4)
      ? value.toExponential(0).replace("e+", "e")
      : value.toLocaleString("en", { maximumSignificantDigits: 6 });
  return text.replace("-", "\u2212");
}

/**
 * The least and the greatest value of an axis: its own ends, or those of `values`, rounded outwards with `round`.
 * @param {{ min?: number | null; max?: number | null; log?: boolean }} axis
 * @param {Iterable<number>} values
 */
export function endsOf({ min = null, max = null, log = false }, values, round = true) {
  /** @param {number} value */
  const fits = (value) => Number.isFinite(value) && (!log || value > 0);
  let [low, high] = [Infinity, -Infinity];
  for (const value of values) {
    if (!fits(value)) continue;
    if (value < low) low = value;
    if (value > high) high = value;
  }
  if (low > high) [low, high] = log ? [1, 10] : [0, 1];
  if (low === high && (min === null || max === null))
    [low, high] = log ? [low / 2, high * 2] : [low - (low === 0 ? 0 : 0.5), high + (low === 0 ? 1 : 0.5)];
  if (log || !round) return { min: min ?? low, max: max ?? high, log };
  const step = stepOf((max ?? high) - (min ?? low) || 1, 6);
  return { min: min ?? step * Math.floor(low / step + 1e-9), max: max ?? step * Math.ceil(high / step - 1e-9), log };
}
