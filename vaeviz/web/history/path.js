/** The path through the pins, in their order; every two neighbours are the same share of it. */

import { snapped, snappedCondition } from "../latents/place.js";
import { NEIGHBOURS, blend, nearest } from "../map/neighbours.js";
import { lerp, slerp } from "./interpolate.js";

/** The ways from pin to pin: what each is called, and what it does in a sentence. */
export const METHODS = {
  lerp: {
    text: "lerp",
    title: "lerp: the straight line in z; its middle is shorter than most draws of a prior of many dimensions.",
  },
  slerp: { text: "slerp", title: "slerp: the arc around the origin, which keeps the length of z (White 2016)." },
  nearest: {
    text: "nearest real codes",
    title: `Nearest real codes: each point of the straight line becomes the average of its ${NEIGHBOURS} nearest stored codes; the pins stay.`,
  },
};

const known = new WeakMap(); // pins -> Map of "method n" -> {codes, places}

/** Where t of 0..1 leads, on the grid: {z, c}. At a pin it is exactly that pin; the condition is mixed linearly. */
export function pathAt({ pins, path, codes }, t) {
  const along = t * (pins.length - 1);
  const near = Math.round(along);
  if (Math.abs(along - near) < 1e-9) return { z: pins[near].z, c: pins[near].c };
  const [from, to] = [pins[Math.floor(along)], pins[Math.floor(along) + 1]];
  const share = along - Math.floor(along);
  return {
    z: snapped(between(path.method, from.z, to.z, share, codes)),
    c: snappedCondition(lerp(from.c, to.c, share)),
  };
}

/** `n` places at equal steps of the path, both ends included; computed once. */
export function pathCodes(state, n) {
  const { pins, path, codes } = state;
  const key = `${path.method} ${n}`;
  if (!known.has(pins)) known.set(pins, new Map());
  const found = known.get(pins).get(key);
  if (found?.codes === codes) return found.places;
  const places = Array.from({ length: n }, (_, i) => pathAt(state, i / (n - 1)));
  known.get(pins).set(key, { codes, places });
  return places;
}

/** "A to B", "A, B, C": the path in words. */
export function pathText(pins) {
  const names = pins.map(({ name }) => name);
  return names.length === 2 ? names.join(" to ") : names.join(", ");
}

function between(method, start, end, t, codes) {
  if (method === "slerp") return slerp(start, end, t);
  const point = lerp(start, end, t);
  if (method !== "nearest" || !codes?.n) return point;
  return blend(codes.mu, codes.latent, nearest(codes.mu, codes.latent, point, NEIGHBOURS));
}
