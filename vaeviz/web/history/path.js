/** The path through the pins, in their order: every two neighbours span the same share of it. */

/** @import { Path, Pin, State, Vector } from "../core/types.js" */

import { snapped, snappedCondition } from "../latents/place.js";
import { NEIGHBOURS, blend, nearest } from "../map/neighbours.js";

const PARALLEL = 1e-6; // radians: two directions closer than this, to each other or to opposite, span no arc

/** @typedef {{z: Float32Array, c: Float32Array}} Point */
/** @typedef {Pick<State, "pins" | "codes"> & {path: Pick<Path, "method">}} PinnedPath a state with at least two pins */

/**
 * The ways from pin to pin: the name of each, and what it does in a sentence.
 * @type {Record<Path["method"], {text: string, title: string}>}
 */
export const METHODS = {
  lerp: {
    text: "lerp",
    title: "lerp: the straight line in z; its middle is shorter than most draws of a prior of many dimensions.",
  },
  slerp: { text: "slerp", title: "slerp: the arc around the origin, which keeps the length of z (White 2016)." },
  nearest: {
    text: "Nearest codes",
    title:
      "Nearest codes: each point of the straight line becomes the average of its " +
      `${NEIGHBOURS} nearest stored codes; the pins stay.`,
  },
};

/**
 * The point at t of the straight line.
 * @param {Vector} start
 * @param {Vector} end
 * @param {number} t
 */
export function lerp(start, end, t) {
  return Float32Array.from(start, (value, j) => (1 - t) * value + t * end[j]);
}

/**
 * The point at t of the arc; its norm goes linearly from one to the other's. Directions that are the same, opposite or
 * undefined (a zero code) span no single arc: the point of the line is returned. White 2016, section 2.1; Shoemake
 * 1985.
 * @param {Vector} start
 * @param {Vector} end
 * @param {number} t
 */
export function slerp(start, end, t) {
  const [first, last] = [Math.hypot(...start), Math.hypot(...end)];
  if (Math.min(first, last) === 0) return lerp(start, end, t);
  const [u, v] = [Array.from(start, (value) => value / first), Array.from(end, (value) => value / last)];
  // 2 atan2 of the chord: exact near 0 and pi, where acos of the dot product loses half the digits
  const angle =
    2 * Math.atan2(Math.hypot(...u.map((value, j) => value - v[j])), Math.hypot(...u.map((value, j) => value + v[j])));
  if (angle < PARALLEL || Math.PI - angle < PARALLEL) return lerp(start, end, t);
  const [from, to] = [Math.sin((1 - t) * angle) / Math.sin(angle), Math.sin(t * angle) / Math.sin(angle)];
  const norm = (1 - t) * first + t * last;
  return Float32Array.from(u, (value, j) => norm * (from * value + to * v[j]));
}

/**
 * The point at t of 0 to 1, on the grid. At a pin it is exactly that pin; the condition is mixed linearly.
 * @param {PinnedPath} state
 * @param {number} t
 * @returns {Point}
 */
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

/**
 * @type {WeakMap<readonly Pin[], Map<string, {codes: State["codes"], points: Point[]}>>} keys of the map: "method n"
 */
const known = new WeakMap();

/**
 * `n` points at equal steps of the path, both ends included; computed once.
 * @param {PinnedPath} state
 * @param {number} n
 */
export function pathCodes(state, n) {
  const { pins, path, codes } = state;
  const key = `${path.method} ${n}`;
  const made = known.get(pins) ?? new Map();
  known.set(pins, made);
  if (made.get(key)?.codes !== codes)
    made.set(key, { codes, points: Array.from({ length: n }, (_, i) => pathAt(state, i / (n - 1))) });
  return made.get(key).points;
}

/**
 * "A to B", "A, B, C": the path in words.
 * @param {readonly Pin[]} pins
 */
export function pathText(pins) {
  const names = pins.map(({ name }) => name);
  return names.length === 2 ? names.join(" to ") : names.join(", ");
}

/**
 * @param {Path["method"]} method
 * @param {Float32Array} start
 * @param {Float32Array} end
 * @param {number} t
 * @param {State["codes"]} codes
 */
function between(method, start, end, t, codes) {
  if (method === "slerp") return slerp(start, end, t);
  const point = lerp(start, end, t);
  if (method !== "nearest" || !codes?.n) return point;
  return blend(codes.mu, codes.latent, nearest(codes.mu, codes.latent, point, NEIGHBOURS));
}
