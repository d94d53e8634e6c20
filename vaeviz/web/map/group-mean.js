/** What a group of codes looks like: the image of its mean code, and the average of its members' images. */

import { encodedUnder, row } from "./codes.js";
import { summaryOf } from "./selection.js";

/** @import { Codes, Model } from "../core/types.js" */

export const SEEN = 64; // members whose images are averaged, at most

/**
 * What is decoded: the mean code under `condition`, then some members spread over the group, each under its own; those
 * without one under `c`.
 * @param {{codes: Codes, model: Model, c: Float32Array}} state
 * @param {Uint32Array} members
 * @param {Float32Array} condition
 * @returns {[z: Float32Array, c: Float32Array, n: number]} n rows of both
 */
export function rowsOf({ codes, model, c }, members, condition) {
  const seen = spread(members, SEEN);
  const n = seen.length + 1;
  const [z, conditions] = [new Float32Array(n * codes.latent), new Float32Array(n * c.length)];
  z.set(summaryOf(codes, members, model).mean);
  conditions.set(condition);
  seen.forEach((member, i) => {
    z.set(row(codes.mu, codes.latent, member), (i + 1) * codes.latent);
    conditions.set(encodedUnder(codes, member, model) ?? c, (i + 1) * c.length);
  });
  return [z, conditions, n];
}

/**
 * At most `most` of the members, evenly from first to last.
 * @type {(members: Uint32Array, most: number) => number[]}
 */
export function spread(members, most) {
  const n = Math.min(most, members.length);
  return Array.from({ length: n }, (_, i) => members[Math.floor((i * members.length) / n)]);
}

/** The average of `n` images of bytes. @type {(pixels: Uint8Array, n: number) => Uint8Array} */
export function averageImage(pixels, n) {
  const size = pixels.length / n;
  return Uint8Array.from({ length: size }, (_, at) => {
    let sum = 0;
    for (let i = 0; i < n; i++) sum += pixels[i * size + at];
    return Math.round(sum / n);
  });
}
