/**
 * The view of a page as text: each key of its URL, how it is written and how it is read with distrust. What is read is
 * a
 * part of the state; a text that is damaged or does not fit the model is a `ViewError`, which says what is allowed.
 */

/** @import { Model, State } from "../core/types.js" */
/** @import { Frame } from "./view-values.js" */

import { Z_STEPS } from "../latents/place.js";
import { LARGEST_SEED } from "../latents/sampling.js";
import { LONGEST, MOST as MOST_DIRECTIONS } from "../latents/directions.js";
import { MAX_CORNERS, pack, packSteps, stepsOf, unpackSteps } from "../map/grid.js";
import { mapOf } from "../map/shown.js";
import { LETTERS } from "../history/pinned.js";
import {
  FINE,
  PATH_STEPS,
  ViewError,
  encodeName,
  formatC,
  readC,
  readCode,
  readDirections,
  readLocks,
  readMap,
  readName,
  readPath,
  readPins,
  readTemperature,
  readWhole,
  readZ,
} from "./view-values.js";

const CONVENTIONS = ["quantiles", "posterior", "absolute"];

/**
 * One key: how it is written, and how it is read.
 * @typedef {{ write(state: State): string, read(text: string, frame: Frame): Partial<State> & { wanted?: string } }}
 * Key
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

/**
 * Selection `k`, in whole steps of its map's grid; one of a link that still waits for the codes is passed on as it
 * came.
 */
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
