/** The order in which points are drawn: its first n are spread over all, so that a part can represent the whole. */

export const BUDGET = 40_000; // points drawn at once where drawing is slow
export const SLOW_MS = 24; // a complete draw that takes longer is split into parts from then on

/** @type {Map<number, Uint32Array>} */
const made = new Map(); // n -> order

/** All of 0 .. n - 1, in steps of the golden ratio around the circle. @param {number} n */
export function spreadOrder(n) {
  const known = made.get(n);
  if (known) return known;
  const order = new Uint32Array(n);
  let step = Math.max(1, Math.round(n * 0.6180339887));
  while (divisor(step, n) > 1) step += 1;
  for (let nth = 0, at = 0; nth < n; nth++, at = (at + step) % n) order[nth] = at;
  made.clear(); // one data set is shown at a time
  made.set(n, order);
  return order;
}

/** @type {(a: number, b: number) => number} */
function divisor(a, b) {
  return b ? divisor(b, a % b) : a;
}

/**
 * How many more of n points to draw, of which `drawn` are drawn: all of them, or a part where drawing is slow.
 * @type {(n: number, drawn: number, slow: boolean) => number}
 */
export function share(n, drawn, slow) {
  return slow ? Math.min(n - drawn, BUDGET) : n - drawn;
}

/** Whether a WebGL renderer of this name draws on the CPU. @param {string} name */
export function inSoftware(name) {
  return /swiftshader|llvmpipe|software|basic render/i.test(name);
}
