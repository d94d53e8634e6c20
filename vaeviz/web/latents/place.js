/**
 * The grid that every code lies on, so that a link, an undo and a line of Python restore exactly the same image: z in
 * steps of 1/3200 (0.01 is 32 of them, and the whole range fits an int16), c in steps of 1/27720, which holds an even
 * mixture of up to twelve classes. The same numbers as in vaeviz/app/grid.py.
 */

/** @import { State, Vector } from "../core/types.js" */

export const MAX_Z = 10; // the server clips there
export const Z_STEPS = 3200; // a unit
export const C_STEPS = 27720; // a unit: the least common multiple of 1 to 12
const NAMED = 4; // locked dimensions that are named; more are counted

/**
 * The nearest value of z that is on the grid and within its range.
 * @param {number} value
 */
export function snap(value) {
  return Math.round(Math.max(-MAX_Z, Math.min(MAX_Z, value)) * Z_STEPS) / Z_STEPS;
}

/**
 * A code on the grid.
 * @param {ArrayLike<number>} z
 */
export function snapped(z) {
  return Float32Array.from(z, snap);
}

/**
 * A condition on its grid.
 * @param {ArrayLike<number>} c
 */
export function snappedCondition(c) {
  return Float32Array.from(c, (weight) => Math.round(Math.max(-1, Math.min(1, weight)) * C_STEPS) / C_STEPS);
}

/**
 * Whether two codes or conditions are the same, number by number.
 * @param {ArrayLike<number>} one
 * @param {ArrayLike<number>} other
 */
export function sameNumbers(one, other) {
  if (one === other) return true;
  if (one.length !== other.length) return false;
  for (let i = 0; i < one.length; i++) if (one[i] !== other[i]) return false;
  return true;
}

/**
 * `n` times the same row, one after the other.
 * @param {Vector} row
 * @param {number} n
 */
export function repeated(row, n) {
  const out = new Float32Array(n * row.length);
  for (let i = 0; i < n; i++) out.set(row, i * row.length);
  return out;
}

/**
 * Which locked dimensions are not where `wanted` has them, for the text of the source of z: ", z1 locked"; nothing
 * where all of them are.
 * @param {Pick<State, "z" | "locks">} state
 * @param {ArrayLike<number>} wanted
 */
export function heldText({ z, locks }, wanted) {
  const goal = snapped(wanted);
  const held = locks.filter((dim) => z[dim] !== goal[dim]).sort((one, other) => one - other);
  if (!held.length) return "";
  return held.length > NAMED
    ? `, ${held.length} dimensions locked`
    : `, ${held.map((dim) => `z${dim}`).join(", ")} locked`;
}

/**
 * `wanted` on the grid, with the locked dimensions of `state` where they are.
 * @param {Pick<State, "z" | "locks">} state
 * @param {ArrayLike<number>} wanted
 */
export function placed({ z, locks }, wanted) {
  const out = snapped(wanted);
  for (const dim of locks) out[dim] = z[dim];
  return out;
}
