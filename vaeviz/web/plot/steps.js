/** The positions of a slider: where a value is along it, and which round value a position is. */

const LOG_POSITIONS = 400;

/** For [min, max] in steps of `step`; with `log`, equal factors are equal ways, and values have two figures. */
export function createSteps({ min, max, step = 1, log = false }) {
  if (!log) return { min, max, step, of: Number, at: (value) => value };
  const span = Math.log(max / min);
  return {
    min: 0,
    max: LOG_POSITIONS,
    step: 1,
    of: (position) =>
      Math.min(max, Math.max(min, Number((min * Math.exp((span * position) / LOG_POSITIONS)).toPrecision(2)))),
    at: (value) => Math.round((LOG_POSITIONS * Math.log(Math.max(value, min) / min)) / span),
  };
}

/** `value` with as many decimals as steps of `step` have. */
export function tidy(value, step) {
  const decimals = (String(step).split(".")[1] ?? "").length;
  return Number(Number(value).toFixed(decimals));
}
