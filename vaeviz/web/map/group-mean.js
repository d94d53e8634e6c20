/** What a group of codes looks like: the picture of its mean, and the mean of its pictures. */

import { encodedUnder, row } from "./codes.js";
import { summaryOf } from "./selection.js";

export const SEEN = 64; // members whose pictures are averaged, at most

/** What is decoded: the mean code under `told`, then some members spread over the group, each under its own class. */
export function rowsOf({ codes, model, c }, members, told) {
  const seen = spread(members, SEEN);
  const n = seen.length + 1;
  const [z, conditions] = [new Float32Array(n * codes.latent), new Float32Array(n * c.length)];
  z.set(summaryOf(codes, members, model).mean);
  conditions.set(told);
  seen.forEach((member, i) => {
    z.set(row(codes.mu, codes.latent, member), (i + 1) * codes.latent);
    conditions.set(encodedUnder(codes, member, model) ?? c, (i + 1) * c.length);
  });
  return [z, conditions, n];
}

/** At most `most` of the members, evenly from first to last. */
export function spread(members, most) {
  const n = Math.min(most, members.length);
  return Array.from({ length: n }, (_, i) => members[Math.floor((i * members.length) / n)]);
}

/** The mean of `n` images of bytes. */
export function meanPicture(pixels, n) {
  const size = pixels.length / n;
  return Uint8Array.from({ length: size }, (_, at) => {
    let sum = 0;
    for (let i = 0; i < n; i++) sum += pixels[i * size + at];
    return Math.round(sum / n);
  });
}
