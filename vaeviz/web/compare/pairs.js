/** Which stored codes of two models are of the same image. */

/** For each code of `one` the code of `other` that is of the same image, -1 where there is none: [of one, of other]. */
export function pairCodes(one, other) {
  return [partners(one, other), partners(other, one)];
}

/** The code of `other` that is of the same image under the same label as each code of `one`, or -1. */
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

function rowOf({ rows }, i) {
  return rows ? rows[i] : i;
}

/** How many images both models have codes of. */
export function shared([partner]) {
  return partner.reduce((sum, j) => sum + (j >= 0), 0);
}

/** The image of code `i` of model `k`, as the codes of both; null where the other has none of it. */
export function imageOf(pairs, k, i) {
  const j = pairs[k][i] ?? -1;
  if (j < 0) return null;
  return k ? [j, i] : [i, j];
}

/** The next image both have after `at` (before it with `by` -1), as the codes of both; around at the end, null without any. */
export function nextImage(pairs, at, by = 1) {
  const { length } = pairs[0];
  for (let steps = 1; steps <= length; steps++) {
    const i = (((at + by * steps) % length) + length) % length;
    if (pairs[0][i] >= 0) return imageOf(pairs, 0, i);
  }
  return null;
}

/** Some image both have, of class `label` where that is not null; `random` gives uniform numbers. Null without any. */
export function someImage(pairs, labels, label, random) {
  const own = [];
  pairs[0].forEach((j, i) => j >= 0 && (label === null || labels[i] === label) && own.push(i));
  return own.length ? imageOf(pairs, 0, own[Math.floor(random() * own.length)]) : null;
}
