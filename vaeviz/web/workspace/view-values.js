/**
 * The values of a view as text: each is read with distrust, and a text that is damaged or does not fit is a
 * `ViewError`.
 */

/** @import { Model, State } from "../core/types.js" */

import { C_STEPS, Z_STEPS, snapped, snappedCondition } from "../latents/place.js";
import { LONGEST, MOST as MOST_DIRECTIONS, freeName } from "../latents/directions.js";
import { pack, unpack } from "../map/grid.js";
import { MANIFOLD } from "../map/manifold.js";
import { pairOf } from "../map/pairs.js";
import { LETTERS } from "../history/pinned.js";
import { METHODS } from "../history/path.js";
import { SPEEDS } from "../history/player.js";

const MAX_TEMPERATURE = 4;
export const FINE = 32767; // steps of a direction's entries, which lie from -1 to 1
export const PATH_STEPS = 1000;

/** A text of a view that cannot be read. */
export class ViewError extends Error {}

/**
 * What a view must fit: the model, and the names of the others that can stand beside it.
 * @typedef {{ model: Model, others: string[] }} Frame
 */

/** c in a URL: "none", a class by its number, or all of its numbers. */
export function formatC(/** @type {Float32Array} */ c) {
  if (!c.some((weight) => weight !== 0)) return "none";
  const whole = c.indexOf(1);
  return whole >= 0 && c.every((weight, i) => i === whole || weight === 0) ? String(whole) : pack(c, C_STEPS);
}

/** @param {string} text @param {Frame} frame */
export function readC(text, { model }) {
  const size = model.condition?.names.length ?? 0;
  if (text === "none") return new Float32Array(size);
  if (/^(0|[1-9][0-9]{0,3})$/.test(text) && Number(text) < size)
    return Float32Array.from({ length: size }, (_, i) => Number(i === Number(text)));
  const c = unpack(text, C_STEPS);
  if (c?.length === size && size) return snappedCondition(c);
  const allowed = size ? `none, or a class from 0 to ${size - 1}` : "none, as this model is unconditional";
  throw new ViewError(`c in the URL is '${text.slice(0, 40)}'; allowed: ${allowed}.`);
}

/** @param {string} text @param {Frame} frame */
export function readZ(text, { model }) {
  const z = unpack(text, Z_STEPS);
  if (z?.length === model.latent_dim) return snapped(z);
  const found = z ? `${z.length} numbers` : "text that is not a code";
  throw new ViewError(`z in the URL is ${found}; this model has ${model.latent_dim} dimensions.`);
}

/** @param {string} text */
export function readCode(text) {
  if (/^[0-9]{1,9}$/.test(text)) return Number(text);
  throw new ViewError(`code in the URL is '${text.slice(0, 40)}'; allowed: the number of a stored code, from 0.`);
}

/** @param {string} text @param {Frame} frame */
export function readMap(text, { model }) {
  if (!model.maps.length) throw new ViewError("This model has no maps yet.");
  if (pairOf(text, model.latent_dim)) return text;
  const known = model.latent_dim === 2 ? [...model.maps, MANIFOLD] : model.maps;
  if (known.includes(text)) return text;
  throw new ViewError(
    `Unknown map '${text.slice(0, 40)}' in the URL; allowed: ${known.join(", ")}, or two dimensions from z0 to z${model.latent_dim - 1}, written as z0-z1.`,
  );
}

/** @param {string} name @param {string} text @param {number} most */
export function readWhole(name, text, most) {
  if (/^[0-9]{1,10}$/.test(text) && Number(text) <= most) return Number(text);
  throw new ViewError(`${name} in the URL is '${text.slice(0, 40)}'; allowed: a whole number from 0 to ${most}.`);
}

/** @param {string} text */
export function readTemperature(text) {
  if (/^[0-9](\.[0-9]{1,2})?$/.test(text) && Number(text) <= MAX_TEMPERATURE) return Number(text);
  throw new ViewError(
    `t, the temperature, in the URL is '${text.slice(0, 40)}'; allowed: 0 to ${MAX_TEMPERATURE}, in hundredths.`,
  );
}

/** @param {string} text @param {Frame} frame */
export function readLocks(text, { model }) {
  const dims = text.split("-").map((part) => (/^[0-9]{1,3}$/.test(part) ? Number(part) : -1));
  if (dims.every((dim) => dim >= 0 && dim < model.latent_dim) && new Set(dims).size === dims.length)
    return Object.freeze(dims);
  throw new ViewError(
    `locks in the URL is '${text.slice(0, 40)}'; allowed: dimensions from 0 to ${model.latent_dim - 1}, each once, separated by -.`,
  );
}

/** @param {string} text @param {Frame} frame */
export function readPins(text, frame) {
  const parts = text.split(".");
  const names = parts.filter((_, i) => i % 3 === 0);
  const wrong = names.some((name) => name.length !== 1 || !LETTERS.includes(name));
  if (parts.length % 3 || wrong || new Set(names).size < names.length)
    throw new ViewError(
      `pins in the URL are damaged; allowed: at most ${LETTERS.length}, each with a different letter, z and c.`,
    );
  return Object.freeze(
    names.map((name, i) => ({ name, z: readZ(parts[3 * i + 1], frame), c: readC(parts[3 * i + 2], frame) })),
  );
}

/** A direction's name without dots, which part the entries. */
export const encodeName = (/** @type {string} */ name) => encodeURIComponent(name).replaceAll(".", "%2E");

/** @param {string} text @param {Frame} frame */
export function readDirections(text, { model }) {
  const parts = text.split(".");
  const damaged = () =>
    new ViewError(
      `directions in the URL are damaged; allowed: at most ${MOST_DIRECTIONS}, each with a name and ${model.latent_dim} numbers.`,
    );
  if (parts.length % 2 || parts.length > 2 * MOST_DIRECTIONS) throw damaged();
  /** @type {State["directions"][number][]} */
  const found = [];
  for (let i = 0; i < parts.length; i += 2) {
    const vector = unpack(parts[i + 1], FINE);
    const length = vector?.length === model.latent_dim ? Math.hypot(...vector) : 0;
    const name = decodeName(parts[i]);
    if (!vector || !name || Math.abs(length - 1) > 1e-3 * Math.sqrt(model.latent_dim)) throw damaged();
    const unit = Float32Array.from(vector, (value) => value / length);
    found.push(Object.freeze({ name: freeName(found, name), vector: unit }));
  }
  return Object.freeze(found);
}

/** @param {string} text */
function decodeName(text) {
  try {
    return decodeURIComponent(text).slice(0, LONGEST);
  } catch (error) {
    if (error instanceof URIError) return "";
    throw error;
  }
}

/** @param {string} text */
export function readPath(text) {
  const [method, t, speed, ...rest] = text.split(".");
  if (rest.length || speed === undefined) throw new ViewError("path in the URL is damaged; it is left out.");
  return {
    method: /** @type {"lerp"} */ (readName("path", method, Object.keys(METHODS))),
    t: readWhole("path", t, PATH_STEPS) / PATH_STEPS,
    playing: false,
    speed: Number(readName("speed of the path", speed, SPEEDS.map(String))),
  };
}

/** @param {string} kind @param {string} text @param {readonly string[]} known */
export function readName(kind, text, known) {
  if (known.includes(text)) return text;
  throw new ViewError(`Unknown ${kind} '${text.slice(0, 40)}' in the URL; allowed: ${known.join(", ")}.`);
}
