/** Which of some values is nearest. */

/**
 * The index of the one nearest to `to`; of two as near, the first.
 * @param {ArrayLike<number>} values
 * @param {number} to
 */
export function nearest(values, to) {
  const gaps = Array.from(values, (value) => Math.abs(value - to));
  return gaps.indexOf(Math.min(...gaps));
}

/**
 * The same by the factor between them: 2 is as far from 1 as from 4, and zero is nearest to the least.
 * @param {ArrayLike<number>} values
 * @param {number} to
 */
export const nearestFactor = (values, to) =>
  nearest(
    Array.from(values, (value) => Math.log(value)),
    Math.log(Math.max(to, Number.MIN_VALUE)),
  );
