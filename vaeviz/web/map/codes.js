/** The stored codes of a data set and their maps: one binary body, read into typed arrays; only halves are copied. */

import { unpack } from "../core/packing.js";
import { refusal } from "../core/refusal.js";
import { priorAt } from "../latents/gaussian.js";
import { oneHot } from "../latents/moves.js";

/** @import { Codes, Gaussian, MapData, Model, Source } from "../core/types.js" */

/** Read the body of /vaeviz/codes, see packing.js. @type {(buffer: ArrayBuffer) => Codes} */
export function parseCodes(buffer) {
  const { head, arrays } = unpack(buffer);
  /** @type {Record<string, MapData>} */
  const maps = {};
  for (const name of head.maps) maps[name] = { name, points: arrays[`map.${name}`], ...(head.maps_info?.[name] ?? {}) };
  if (maps.pca && arrays.basis) Object.assign(maps.pca, { basis: arrays.basis, centre: arrays.centre });
  const { n, latent, split } = head;
  const { mu, logvar, labels, rows = null } = arrays;
  const conditions = head.conditions ? conditionRows(arrays.conditions, head.conditions) : null;
  return { n, latent, split, originals: head.originals === true, mu, logvar, labels, rows, conditions, maps };
}

/**
 * The rows of c that codes were encoded under, side by side, from one number per attribute: the number itself where
 * `sizes` says 1 column, else the index of the value chosen among so many.
 * @param {ArrayLike<number>} given
 * @param {readonly number[]} sizes columns of each attribute
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

/**
 * Fetch and read the codes; a refusal becomes an Error with the server's own message.
 * @type {(url: string, signal?: AbortSignal) => Promise<Codes>}
 */
export async function fetchCodes(url, signal) {
  const response = await fetch(url, { signal });
  if (!response.ok) throw new Error(await refusal(response));
  return parseCodes(await response.arrayBuffer());
}

/**
 * The image of the `i`-th code, in words, e.g. "test image 7".
 * @type {(codes: Pick<Codes, "split" | "rows">, i: number) => string}
 */
export function imageName({ split, rows }, i) {
  return `${split} image ${rows ? rows[i] : i}`.trim();
}

/**
 * The source of z where it is the `i`-th code.
 * @param {Codes} codes
 * @param {number} i
 * @param {readonly string[]} names of the classes
 * @returns {Source}
 */
export function codeSource(codes, i, names) {
  const label = codes.labels[i];
  return { kind: "code", index: i, text: `${imageName(codes, i)}, labelled ${names[label] ?? label}` };
}

/**
 * The condition that the `i`-th code was encoded under: its attributes or its class; null where the model takes none.
 * @param {Pick<Codes, "labels" | "conditions">} codes
 * @param {number} i
 * @param {Pick<Model, "condition">} model
 */
export function encodedUnder({ labels, conditions }, i, { condition }) {
  if (!condition) return null;
  if (conditions) return row(conditions, condition.names.length, i);
  const size = condition.names.length;
  return condition.kind === "class" && labels[i] < size ? oneHot(size, labels[i]) : null;
}

/**
 * The priors that codes are measured against, by index: each that of the condition it was encoded under.
 * @type {(codes: Codes, model: Model) => (i: number) => Gaussian}
 */
export function ownPriors(codes, model) {
  if (!model.prior.mu_weight) return () => model.prior;
  /** @type {(i: number) => Gaussian} */
  const find = (i) => priorAt(model, encodedUnder(codes, i, model) ?? nullCondition(model));
  if (codes.conditions) return find;
  /** @type {Map<number, Gaussian>} */
  const made = new Map(); // label -> prior
  return (i) => {
    const label = codes.labels[i];
    const prior = made.get(label) ?? find(i);
    made.set(label, prior);
    return prior;
  };
}

/** The condition of an unconditional image: the null label. @param {Pick<Model, "condition">} model */
export function nullCondition({ condition }) {
  return new Float32Array(condition?.names.length ?? 0);
}

/**
 * Row `i` of a matrix of `width` columns, as a view.
 * @type {(matrix: Float32Array, width: number, i: number) => Float32Array}
 */
export function row(matrix, width, i) {
  return matrix.subarray(i * width, (i + 1) * width);
}
