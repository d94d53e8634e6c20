/** Which stored codes of two models are of the same image. */

/**
 * @import { Codes } from "../core/types.js"
 * @typedef {Pick<Codes, "n" | "split" | "rows" | "labels">} Rows
 * @typedef {[Int32Array, Int32Array]} Pairs for each code of a model the other's code of the same image, or -1
 * @typedef {[number, number]} ImagePair one image: the left model's code, the right model's
 */

/** @param {Rows} one @param {Rows} other @returns {Pairs} */
export function pairCodes(one, other) {
  return [partners(one, other), partners(other, one)];
}

/** The code of `other` with the same image and label as each code of `one`. @param {Rows} one @param {Rows} other */
function partners(one, other) {
  const found = new Int32Array(one.n).fill(-1);
  if (one.split !== other.split) return found;
  const places = new Map();
  for (let j = 0; j < other.n; j++) places.set(rowOf(other, j), j);
  for (let i = 0; i < one.n; i++) {
    const j = places.get(rowOf(one, i));
    if (j !== undefined && one.labels[i] === other.labels[j]) found[i] = j;
  }
  return found;
}

/** @param {Rows} codes @param {number} i */
function rowOf({ rows }, i) {
  return rows ? rows[i] : i;
}

/**
 * The image of code `i` of model `k`; null where the other model has no code of it.
 * @param {Pairs} pairs
 * @param {number} k
 * @param {number} i
 * @returns {ImagePair | null}
 */
export function imageOf(pairs, k, i) {
  const j = pairs[k][i] ?? -1;
  if (j < 0) return null;
  return k ? [j, i] : [i, j];
}

/** The image of both after left code `at`, with `by` -1 before it; it wraps. @param {Pairs} pairs @param {number} at */
export function nextImage(pairs, at, by = 1) {
  const { length } = pairs[0];
  for (let steps = 1; steps <= length; steps++) {
    const i = (((at + by * steps) % length) + length) % length;
    if (pairs[0][i] >= 0) return imageOf(pairs, 0, i);
  }
  return null;
}

/**
 * Any image of both, of class `label` where that is not null; null where there is none.
 * @param {Pairs} pairs
 * @param {ArrayLike<number>} labels
 * @param {number | null} label
 * @param {() => number} random gives uniform numbers
 */
export function anyImage(pairs, labels, label, random) {
  const own = [...pairs[0].keys()].filter((i) => pairs[0][i] >= 0 && (label === null || labels[i] === label));
  return own.length ? imageOf(pairs, 0, own[Math.floor(random() * own.length)]) : null;
}
