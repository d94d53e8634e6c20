/** In which order points are drawn: every beginning of it is spread over all of them, so that a part can stand for the whole. */

export const BUDGET = 40_000; // points drawn at once where drawing is slow
export const SLOW_MS = 24; // a whole draw that takes longer is given up for parts

const made = new Map(); // n -> order

/** All of 0 .. n - 1, in steps of the golden ratio around the circle. */
export function spreadOrder(n) {
  if (made.has(n)) return made.get(n);
  const order = new Uint32Array(n);
  let step = Math.max(1, Math.round(n * 0.6180339887));
  while (divisor(step, n) > 1) step += 1;
  for (let nth = 0, at = 0; nth < n; nth++, at = (at + step) % n) order[nth] = at;
  made.clear(); // one data set is shown at a time
  made.set(n, order);
  return order;
}

function divisor(a, b) {
  return b ? divisor(b, a % b) : a;
}

/** How many points more to draw, of which `drawn` are: all of them, or a part where drawing is slow. */
export function share(n, drawn, slow) {
  return slow ? Math.min(n - drawn, BUDGET) : n - drawn;
}

/** Whether a WebGL renderer of this name draws on the processor. */
export function inSoftware(name) {
  return /swiftshader|llvmpipe|software|basic render/i.test(name);
}
