/** The stored codes of a data set and their maps: one binary body, read into typed arrays; only halves are copied. */

import { unpack } from "../core/packing.js";
import { refusal } from "../core/refusal.js";
import { priorAt } from "../latents/gaussian.js";
import { oneHot } from "../latents/moves.js";

/** Read the body of /vaeviz/codes, see packing.js. */
export function parseCodes(buffer) {
  const { head, arrays } = unpack(buffer);
  const maps = {};
  for (const name of head.maps) maps[name] = { name, points: arrays[`map.${name}`], ...(head.maps_info?.[name] ?? {}) };
  if (maps.pca && arrays.basis) Object.assign(maps.pca, { basis: arrays.basis, centre: arrays.centre });
  const { mu, logvar, labels, rows = null } = arrays;
  const conditions = head.conditions ? conditionRows(arrays.conditions, head.conditions) : null;
  return {
    n: head.n,
    latent: head.latent,
    split: head.split,
    originals: head.originals === true,
    mu,
    logvar,
    labels,
    rows,
    conditions,
    maps,
  };
}

/**
 * The rows of c that a model was told, side by side, from one number an attribute: a number itself where `sizes` says 1
 * column, else the index of the value chosen among so many.
 */
export function conditionRows(given, sizes) {
  const width = sizes.reduce((sum, size) => sum + size, 0);
  const out = new Float32Array((given.length / sizes.length) * width);
  for (let from = 0, to = 0; from < given.length; ) {
    for (const size of sizes) {
      const value = given[from++];
      if (size === 1) out[to] = value;
      else out[to + value] = 1;
      to += size;
    }
  }
  return out;
}

/** Fetch and read the codes; a refusal becomes an Error with the server's own words. */
export async function fetchCodes(url, signal) {
  const response = await fetch(url, { signal });
  if (!response.ok) throw new Error(await refusal(response));
  return parseCodes(await response.arrayBuffer());
}

/** What picture the `i`-th code is of, e.g. "test image 7". */
export function imageName({ split, rows }, i) {
  return `${split} image ${rows ? rows[i] : i}`.trim();
}

/** Where z comes from, said of the `i`-th code. */
export function codeSource(codes, i, names) {
  const label = codes.labels[i];
  return { kind: "code", index: i, text: `${imageName(codes, i)}, labelled ${names[label] ?? label}` };
}

/** The condition that the `i`-th code was encoded under: its attributes or its class; null where the model takes none. */
export function encodedUnder({ labels, conditions }, i, { condition }) {
  if (conditions) return row(conditions, condition.names.length, i);
  return condition?.kind === "class" && labels[i] < condition.names.length
    ? oneHot(condition.names.length, labels[i])
    : null;
}

/** The priors that codes are measured against, by index: each that of the condition it was encoded under. */
export function ownPriors(codes, model) {
  if (!model.prior.mu_weight) return () => model.prior;
  const find = (i) => priorAt(model, encodedUnder(codes, i, model) ?? nullCondition(model));
  if (codes.conditions) return find;
  const made = new Map(); // label -> prior
  return (i) => {
    const label = codes.labels[i];
    if (!made.has(label)) made.set(label, find(i));
    return made.get(label);
  };
}

/** The condition that tells nothing. */
export function nullCondition({ condition }) {
  return new Float32Array(condition?.names.length ?? 0);
}

/** Row `i` of a matrix of `width` columns, as a view. */
export function row(matrix, width, i) {
  return matrix.subarray(i * width, (i + 1) * width);
}
