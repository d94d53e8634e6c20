/** Frames a second as they were really shown: over the last second, told twice a second so that it can be read. */

const KEPT = 64;
const SPAN_MS = 1000;
const TOLD_MS = 500;

export function createMeter(now) {
  const times = new Float64Array(KEPT);
  let n = 0;
  let toldAt = -Infinity;
  let told = null;
  return {
    reset() {
      n = 0;
      told = null;
    },
    /** A frame was shown; returns frames a second, null where there were too few. */
    tick() {
      const at = now();
      times[n++ % KEPT] = at;
      if (at - toldAt < TOLD_MS) return told;
      toldAt = at;
      let first = n - 1;
      while (first > Math.max(0, n - KEPT) && at - times[(first - 1) % KEPT] <= SPAN_MS) first--;
      const span = at - times[first % KEPT];
      told = span > 0 ? (1000 * (n - 1 - first)) / span : null;
      return told;
    },
  };
}
