/**
 * A workspace as a file: the view of one model as its URL says it, written to be loaded again, and read with distrust.
 */

/** @import { State } from "../core/types.js" */
/** @import { Key } from "./view-keys.js" */

import { C_STEPS, Z_STEPS } from "../latents/place.js";
import { pack, packSteps, stepsOf } from "../map/grid.js";
import { mapOf } from "../map/shown.js";
import { writeView } from "./view-keys.js";
import { FINE } from "./view-values.js";

const FORMAT = "vaeviz workspace";
const VERSION = 2;
export const MAX_BYTES = 2 ** 20;
const MAX_NAME = 200; // characters of a model's name

/** @typedef {{ model: { name: string, digest: string }, file: Record<string, any> }} WorkspaceFile */

/** What is wrong with a file, in words for visitors. */
export class FileError extends Error {}

/** The text of the file. */
export function writeWorkspace(/** @type {State} */ state, /** @type {Record<string, Key>} */ keys) {
  const { model, ...view } = writeView(state, keys);
  const { digest } = state.model;
  return `${JSON.stringify({ format: FORMAT, version: VERSION, model: { name: model, digest }, view }, null, 1)}\n`;
}

/**
 * Read a file as far as it can be read without its model; throws a `FileError`.
 * @returns {WorkspaceFile}
 */
export function readWorkspace(/** @type {string} */ text) {
  if (text.length > MAX_BYTES)
    throw new FileError(`The file has ${(text.length / 2 ** 20).toFixed(1)} MB; a workspace has at most 1 MB.`);
  let found = null;
  try {
    found = JSON.parse(text);
  } catch {
    throw new FileError(
      "The file is not valid JSON, so it cannot be opened as a workspace. Choose a file that was saved here.",
    );
  }
  const file = record(found, "The file");
  require(file.format === FORMAT, `The file's format is ${shown(file.format)}; a workspace has "${FORMAT}".`);
  require(Number.isInteger(file.version) &&
    file.version >= 1, `The file's version is ${shown(file.version)}; this page reads versions up to ${VERSION}.`);
  require(file.version <=
    VERSION, `The file has version ${file.version}; this page reads versions up to ${VERSION}. Update vaeviz.`);
  const model = record(file.model, "model");
  return { model: { name: name(model.name, "model.name"), digest: name(model.digest, "model.digest") }, file };
}

/** The view of a file as the parameters of a URL; `state` has the file's own model open. Throws a `FileError`. */
export function queryIn(/** @type {WorkspaceFile} */ { file }, /** @type {State} */ state) {
  const view = record(file.view, "view");
  const parts = file.version === 1 ? firstVersion({ ...view, directions: file.directions }, state) : view;
  for (const [key, text] of Object.entries(parts))
    require(typeof text === "string", `view.${key} is ${shown(text)}; allowed: a text, as in a link.`);
  return new URLSearchParams(parts);
}

/** The first version had numbers where the second has the texts of a link. */
function firstVersion(/** @type {Record<string, any>} */ view, /** @type {State} */ state) {
  const place = (/** @type {any} */ one) => [pack(numbers(one?.z), Z_STEPS), pack(numbers(one?.c), C_STEPS) || "none"];
  const selection = (/** @type {any} */ one) => {
    const points = one && state.codes && typeof one.map === "string" && mapOf({ ...state, map: one.map })?.points;
    return points ? `${one.map}.${packSteps(stepsOf(numbers(one.polygon), points))}` : "";
  };
  const [z, c] = place(view);
  const [a, b] = list(view.selections, "selections");
  const texts = {
    z,
    c,
    seed: String(view.seed || ""),
    t: view.temperature === 1 ? "" : String(view.temperature),
    locks: list(view.locks, "locks").join("-"),
    map: state.codes ? String(view.map ?? "") : "",
    a: selection(a),
    b: selection(b),
    pins: list(view.pins, "pins")
      .flatMap((pin) => [pin?.name, ...place(pin)])
      .join("."),
    compared: view.compared ?? "",
    second: view.second ?? "",
    directions: list(view.directions, "directions")
      .flatMap((one) => [
        encodeURIComponent(name(one?.name, "direction")).replaceAll(".", "%2E"),
        pack(numbers(one.vector), FINE),
      ])
      .join("."),
  };
  return Object.fromEntries(Object.entries(texts).filter(([, text]) => text));
}

/** An object's own properties and nothing else; what is missing is undefined. */
function record(/** @type {any} */ value, /** @type {string} */ path) {
  require(value !== null &&
    typeof value === "object" &&
    !Array.isArray(value), `${path} is ${shown(value)}; it has to be an object.`);
  return /** @type {Record<string, any>} */ (Object.assign(Object.create(null), value));
}

/** @returns {any[]} */
function list(/** @type {any} */ value, /** @type {string} */ path) {
  require(Array.isArray(value) && value.length <= 4096, `${path}: ${shown(value)}; allowed: a list.`);
  return value;
}

/** @returns {number[]} */
function numbers(/** @type {any} */ value) {
  require(list(value, "A list of numbers").every(Number.isFinite), `${shown(value)} is not a list of numbers.`);
  return value;
}

/** @returns {string} */
function name(/** @type {any} */ value, /** @type {string} */ path) {
  require(typeof value === "string" &&
    value.trim().length > 0 &&
    value.length <= MAX_NAME, `${path} is ${shown(value)}; allowed: a text of at most ${MAX_NAME} characters.`);
  return value;
}

function require(/** @type {boolean} */ holds, /** @type {string} */ words) {
  if (!holds) throw new FileError(words);
}

function shown(/** @type {any} */ value) {
  return value === undefined ? "missing" : JSON.stringify(value).slice(0, 40);
}
