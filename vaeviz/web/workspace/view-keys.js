/**
 * The view of a page as text: each key of its URL, how it is written and how it is read with distrust. What is read is a
 * part of the state; a text that is damaged or does not fit the model is a `ViewError`, which says what is allowed.
 */

/** @import { Model, State } from "../core/types.js" */

import { C_STEPS, Z_STEPS, snapped, snappedCondition } from "../latents/place.js";
import { LARGEST_SEED } from "../latents/sampling.js";
import { LONGEST, MOST as MOST_DIRECTIONS, freeName } from "../latents/directions.js";
import { MAX_CORNERS, pack, packSteps, stepsOf, unpack, unpackSteps } from "../map/grid.js";
import { MANIFOLD } from "../map/manifold.js";
import { pairOf } from "../map/pairs.js";
import { mapOf } from "../map/shown.js";
import { LETTERS } from "../history/pinned.js";
import { METHODS } from "../history/path.js";
import { SPEEDS } from "../history/player.js";

export const MAX_TEMPERATURE = 4;
const CONVENTIONS = ["quantiles", "posterior", "absolute"];

/** A text of a view that cannot be read. */
export class ViewError extends Error {}

/**
 * What a view must fit: the model, and the names of the others that can stand beside it.
 * @typedef {{ model: Model, others: string[] }} Frame
 * @typedef {{ write(state: State): string, read(text: string, frame: Frame): Partial<State> & { wanted?: string } }} Key
 */

/** @type {Record<string, Key>} */
export const KEYS = {
  z: {
    write: ({ z }) => pack(z, Z_STEPS),
    read: (text, frame) => ({ z: readZ(text, frame) }),
  },
  c: {
    write: ({ c }) => (c.length ? formatC(c) : ""),
    read: (text, frame) => ({ c: readC(text, frame) }),
  },
  code: {
    write: ({ source }) => (source?.kind === "code" && !source.moved ? String(source.index) : ""),
    read: (text) => ({ source: { kind: "code", index: readCode(text), text: "" } }),
  },
  map: {
    write: ({ map }) => map,
    read: (text, frame) => ({ map: readMap(text, frame) }),
  },
  seed: {
    write: ({ seed }) => (seed ? String(seed) : ""),
    read: (text) => ({ seed: readWhole("seed", text, LARGEST_SEED) }),
  },
  t: {
    write: ({ temperature }) => (temperature === 1 ? "" : String(Math.round(100 * temperature) / 100)),
    read: (text) => ({ temperature: readTemperature(text) }),
  },
  locks: {
    write: ({ locks }) => locks.join("-"),
    read: (text, frame) => ({ locks: readLocks(text, frame) }),
  },
  a: selectionKey(0),
  b: selectionKey(1),
  pins: {
    write: ({ pins }) => pins.map((pin) => `${pin.name}.${pack(pin.z, Z_STEPS)}.${formatC(pin.c)}`).join("."),
    read: (text, frame) => ({ pins: readPins(text, frame) }),
  },
  compared: {
    write: ({ pins, compared }) => (pins.some(({ name }) => name === compared) ? (compared ?? "") : ""),
    read: (text) => ({ compared: text.slice(0, 40) }),
  },
  second: {
    write: ({ second }) => second?.model.name ?? "",
    read: (text, { others }) => ({ wanted: readName("second model", text, others) }),
  },
  directions: {
    write: ({ directions }) =>
      directions.map(({ name, vector }) => `${encodeName(name)}.${pack(vector, FINE)}`).join("."),
    read: (text, frame) => ({ directions: readDirections(text, frame) }),
  },
  traversal: {
    write: ({ convention }) => (convention === CONVENTIONS[0] ? "" : convention),
    read: (text) => ({ convention: /** @type {State["convention"]} */ (readName("traversal", text, CONVENTIONS)) }),
  },
  path: {
    write: ({ path }) => (path ? `${path.method}.${Math.round(PATH_STEPS * path.t)}.${path.speed}` : ""),
    read: (text) => ({ path: readPath(text) }),
  },
};

export const FINE = 32767; // steps of a direction's entries, which lie from -1 to 1
const PATH_STEPS = 1000;
const LONGEST_TEXT = 2000; // characters of one value; pins and directions of many dimensions may be longer
const LONG = new Set(["pins", "directions", "rows"]);

/**
 * Read the parameters of a query; `keys` are those of the page. A damaged one takes its default, with a sentence.
 * @param {URLSearchParams} query
 * @param {Frame} frame
 * @param {Record<string, Key>} keys
 * @returns {{ view: Partial<State> & { wanted?: string }, problems: string[] }}
 */
export function readView(query, frame, keys) {
  /** @type {Partial<State> & { wanted?: string }} */
  const view = {};
  /** @type {string[]} */
  const problems = [];
  for (const [key, { read }] of Object.entries(keys)) {
    const text = query.get(key);
    if (text === null) continue;
    try {
      requireShort(key, text, frame.model);
      Object.assign(view, merged(view, read(text, frame)));
    } catch (error) {
      if (!(error instanceof ViewError)) throw error;
      problems.push(error.message);
    }
  }
  if (view.compared && !view.pins?.some(({ name }) => name === view.compared)) {
    problems.push(`compared in the URL names pin '${view.compared}'; there is no such pin.`);
    delete view.compared;
  }
  return { view, problems };
}

/** Both selections are one key of the state. */
function merged(/** @type {Partial<State>} */ view, /** @type {Partial<State>} */ patch) {
  if (!patch.linked) return patch;
  return { linked: patch.linked.map((one, k) => one ?? view.linked?.[k] ?? null) };
}

/**
 * The view of `state` as the parameters of a URL; what is as at first is left out.
 * @param {State} state
 * @param {Record<string, Key>} keys
 * @returns {Record<string, string>}
 */
export function writeView(state, keys) {
  const parts = Object.entries(keys).map(([key, { write }]) => [key, write(state)]);
  return Object.fromEntries([["model", state.model.name], ...parts].filter(([, text]) => text));
}

/**
 * The query of `state`, with the parameters of `search` that are not the page's.
 * @param {State} state
 * @param {Record<string, Key>} keys
 * @param {string} search
 */
export function queryOf(state, keys, search) {
  const others = [...new URLSearchParams(search)].filter(([key]) => key !== "model" && !(key in keys));
  return `?${new URLSearchParams([...others, ...Object.entries(writeView(state, keys))])}`;
}

/** A key that is one of some names; `at` is the state's key, and the first name is the default. */
export function nameKey(/** @type {keyof State} */ at, /** @type {readonly string[]} */ names) {
  return {
    write: (/** @type {State} */ state) => (state[at] === names[0] ? "" : String(state[at])),
    read: (/** @type {string} */ text) => ({ [at]: readName(at, text, names) }),
  };
}

/** A key that is a whole number from 0 to `most(frame)`, or `none` where the URL says nothing. */
export function wholeKey(
  /** @type {string} */ name,
  /** @type {keyof State} */ at,
  /** @type {(frame: Frame) => number} */ most,
  /** @type {number | null} */ none = 0,
) {
  return {
    write: (/** @type {State} */ state) => (state[at] === none ? "" : String(state[at])),
    read: (/** @type {string} */ text, /** @type {Frame} */ frame) => ({ [at]: readWhole(name, text, most(frame)) }),
  };
}

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
function readCode(text) {
  if (/^[0-9]{1,9}$/.test(text)) return Number(text);
  throw new ViewError(`code in the URL is '${text.slice(0, 40)}'; allowed: the number of a stored code, from 0.`);
}

/** @param {string} text @param {Frame} frame */
function readMap(text, { model }) {
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
function readTemperature(text) {
  if (/^[0-9](\.[0-9]{1,2})?$/.test(text) && Number(text) <= MAX_TEMPERATURE) return Number(text);
  throw new ViewError(
    `t, the temperature, in the URL is '${text.slice(0, 40)}'; allowed: 0 to ${MAX_TEMPERATURE}, in hundredths.`,
  );
}

/** @param {string} text @param {Frame} frame */
function readLocks(text, { model }) {
  const dims = text.split("-").map((part) => (/^[0-9]{1,3}$/.test(part) ? Number(part) : -1));
  if (dims.every((dim) => dim >= 0 && dim < model.latent_dim) && new Set(dims).size === dims.length)
    return Object.freeze(dims);
  throw new ViewError(
    `locks in the URL is '${text.slice(0, 40)}'; allowed: dimensions from 0 to ${model.latent_dim - 1}, each once, separated by -.`,
  );
}

/** Selection `k`, in whole steps of its map's grid; one of a link that still waits for the codes is passed on as it came. */
function selectionKey(/** @type {0 | 1} */ k) {
  return {
    write(/** @type {State} */ state) {
      const waiting = state.linked?.[k];
      if (waiting) return `${waiting.map}.${packSteps(waiting.steps)}`;
      const selection = state.selections[k];
      const points = selection && mapOf({ ...state, map: selection.map })?.points;
      return points ? `${selection.map}.${packSteps(stepsOf(selection.polygon, points))}` : "";
    },
    read(/** @type {string} */ text, /** @type {Frame} */ frame) {
      const dot = text.lastIndexOf(".");
      const steps = dot < 0 ? null : unpackSteps(text.slice(dot + 1));
      if (!steps || steps.length % 2 || steps.length < 6 || steps.length > 2 * MAX_CORNERS)
        throw new ViewError(
          `A selection in the URL is damaged; allowed: a map's name, a dot and 3 to ${MAX_CORNERS} corners.`,
        );
      const one = { map: readMap(text.slice(0, dot), frame), steps };
      return { linked: k ? [null, one] : [one, null] };
    },
  };
}

/** @param {string} text @param {Frame} frame */
function readPins(text, frame) {
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
const encodeName = (/** @type {string} */ name) => encodeURIComponent(name).replaceAll(".", "%2E");

/** @param {string} text @param {Frame} frame */
function readDirections(text, { model }) {
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
function readPath(text) {
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

/** @param {string} key @param {string} text @param {Model} model */
function requireShort(key, text, model) {
  const columns = model.condition?.names.length ?? 0;
  const packed = (/** @type {number} */ n) => Math.ceil((8 * n) / 3); // characters that n numbers take
  const rows = key === "pins" ? LETTERS.length : MOST_DIRECTIONS;
  const most = LONG.has(key)
    ? Math.max(LONGEST_TEXT, rows * (3 * LONGEST + packed(model.latent_dim) + packed(columns)))
    : Math.max(LONGEST_TEXT, packed(model.latent_dim), packed(columns));
  if (text.length > most)
    throw new ViewError(
      `${key} in the URL has ${text.length.toLocaleString("en")} characters; at most ${most.toLocaleString("en")} are allowed.`,
    );
}
