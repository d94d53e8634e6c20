/** Which of some values is nearest. */

/** The place of the one nearest to `to`; of two as near, the first. */
export function nearest(values, to) {
  const gaps = Array.from(values, (value) => Math.abs(value - to));
  return gaps.indexOf(Math.min(...gaps));
}

/** The same by the factor between them: 2 is as far from 1 as from 4, and zero is nearest to the least. */
export const nearestFactor = (values, to) =>
  nearest(Array.from(values, Math.log), Math.log(Math.max(to, Number.MIN_VALUE)));
