/** A workspace as a file: what was set and made of one model, written to be loaded again, and read with distrust. */

import { LONGEST, MOST as MOST_DIRECTIONS } from "../latents/directions.js";
import { C_STEPS, MAX_Z, Z_STEPS, snapped, snappedCondition } from "../latents/place.js";
import { LARGEST_SEED } from "../latents/sampling.js";
import { mapOf } from "../map/shown.js";
import { LETTERS } from "../history/pinned.js";
import { snapPolygon } from "../map/grid.js";

const FORMAT = "vaeviz workspace";
const VERSION = 1;
export const MAX_BYTES = 2 ** 20;
const MAX_NAME = 200; // characters of a model's name
const MAX_TEMPERATURE = 4;

/** What is wrong with a file, in words for the visitor. */
export class FileError extends Error {}

/** The text of the file. */
export function writeWorkspace({
  model,
  z,
  c,
  seed,
  temperature,
  locks,
  map,
  selections,
  pins,
  compared,
  second,
  directions,
}) {
  const place = (one) => ({ z: exact(one.z, Z_STEPS), c: exact(one.c, C_STEPS) });
  const view = {
    ...place({ z, c }),
    seed,
    temperature,
    locks: [...locks],
    map,
    compared,
    second: second?.model.name ?? null,
    selections: selections.map((one) => one && { map: one.map, polygon: [...one.polygon] }),
    pins: pins.map((pin) => ({ name: pin.name, ...place(pin) })),
  };
  const file = {
    format: FORMAT,
    version: VERSION,
    model: { name: model.name, digest: model.digest },
    view,
    directions: directions.map(({ name, vector }) => ({ name, vector: [...vector] })),
  };
  return `${JSON.stringify(file, null, 1)}\n`;
}

/** Read a file as far as it can be read without its model; throws a `FileError`. */
export function readWorkspace(text) {
  if (text.length > MAX_BYTES)
    throw new FileError(`The file has ${(text.length / 2 ** 20).toFixed(1)} MB; a workspace has at most 1 MB.`);
  let found = null;
  try {
    found = JSON.parse(text);
  } catch {
    throw new FileError("The file is no JSON, so it is no workspace. Choose a file that was saved here.");
  }
  const file = record(found, "The file");
  require(file.format === FORMAT, `The file says it is ${shown(file.format)}; a workspace says "${FORMAT}".`);
  require(Number.isInteger(file.version) &&
    file.version >= 1, `The file's version is ${shown(file.version)}; this page reads version ${VERSION}.`);
  require(file.version <=
    VERSION, `The file has version ${file.version}; this page reads up to ${VERSION}. Update vaeviz.`);
  const model = record(file.model, "model");
  return { model: { name: name(model.name, "model.name"), digest: name(model.digest, "model.digest") }, file };
}

/** What the file sets of the state with its own model open; nothing is taken unless all of it fits. Throws a `FileError`. */
export function fitWorkspace({ file }, state) {
  const size = state.model.latent_dim;
  const view = record(file.view, "view");
  const told = state.model.condition?.names.length ?? 0;
  const place = (one, path) => ({
    z: snapped(vector(one.z, size, `${path}.z`)),
    c: snappedCondition(vector(one.c, told, `${path}.c`)),
  });
  const pins = list(view.pins, "pins", LETTERS.length).map((pin, i) => {
    const one = record(pin, `pin ${i + 1}`);
    require(/^[A-H]$/.test(one.name), `pin ${i + 1} is called ${shown(one.name)}; allowed: a letter from A to H.`);
    return { name: one.name, ...place(one, `pin ${one.name}`) };
  });
  require(new Set(pins.map((pin) => pin.name)).size === pins.length, "Two pins have the same letter.");
  const names = pins.map((pin) => pin.name);
  require(view.compared === null ||
    names.includes(view.compared), `compared is ${shown(view.compared)}; allowed: null or the letter of a pin.`);
  require(view.second === null ||
    typeof view.second === "string", `second is ${shown(view.second)}; allowed: null or a model's name.`);
  const directions = list(file.directions, "directions", MOST_DIRECTIONS).map((one, i) => direction(one, i, size));
  require(new Set(directions.map((one) => one.name)).size === directions.length, "Two directions have the same name.");
  const patch = {
    ...place(view, "view"),
    seed: whole(view.seed, LARGEST_SEED, "seed"),
    temperature: number(view.temperature, 0, MAX_TEMPERATURE, "temperature"),
    locks: Object.freeze([...new Set(list(view.locks, "locks", size).map((dim) => whole(dim, size - 1, "a lock")))]),
    pins: Object.freeze(pins),
    compared: view.compared,
    directions: Object.freeze(directions),
    ...maps(view, state),
  };
  return { patch, second: view.second };
}

/** The map and the selections; without codes there are none to show. */
function maps(view, state) {
  const selections = list(view.selections, "selections", 2).map(
    (one, i) => one && selection(record(one, `selection ${"AB"[i]}`), `selection ${"AB"[i]}`, state),
  );
  require(selections.length ===
    2, `There are ${selections.length} selections; allowed: two, each of them null or a polygon.`);
  if (!state.codes) return {};
  require(mapNamed(
    view.map,
    state,
  ), `The map is ${shown(view.map)}; this model has ${Object.keys(state.codes.maps).join(", ")}.`);
  return { map: view.map, selections: Object.freeze(selections) };
}

function selection(one, path, state) {
  const corners = list(one.polygon, `${path}.polygon`, 2000).map((value) =>
    number(value, -1e9, 1e9, `${path}.polygon`),
  );
  require(corners.length >= 6 &&
    corners.length % 2 === 0, `${path} has ${corners.length} numbers; allowed: x and y of three corners or more.`);
  if (!state.codes) return null;
  const shownOn = mapNamed(one.map, state);
  require(shownOn, `${path} is on the map ${shown(one.map)}; this model has ${Object.keys(state.codes.maps).join(", ")}.`);
  const polygon = snapPolygon(corners, shownOn.points);
  require(polygon, `${path} has no area.`);
  return Object.freeze({ map: one.map, polygon: Object.freeze(polygon) });
}

/** The map of that name; null where there is none, and for what every object has from its prototype. */
function mapNamed(map, state) {
  const found = typeof map === "string" ? mapOf({ ...state, map }) : null;
  return found?.points ? found : null;
}

function direction(found, i, size) {
  const one = record(found, `direction ${i + 1}`);
  const values = Float32Array.from(vector(one.vector, size, `direction ${i + 1}`));
  const length = Math.hypot(...values);
  require(Math.abs(length - 1) <
    1e-3, `direction ${i + 1} has length ${length.toPrecision(3)}; a direction has length 1.`);
  return Object.freeze({ name: name(one.name, `direction ${i + 1}.name`, LONGEST), vector: values });
}

function exact(values, steps) {
  return Array.from(values, (value) => Math.round(value * steps) / steps + 0);
}

/** An object's own properties and nothing else; what is missing is undefined. */
function record(value, path) {
  require(value !== null &&
    typeof value === "object" &&
    !Array.isArray(value), `${path} is ${shown(value)}; it has to be an object.`);
  return Object.assign(Object.create(null), value);
}

function list(value, path, most) {
  require(Array.isArray(value) &&
    value.length <=
      most, `${path}: ${Array.isArray(value) ? `${value.length} entries` : shown(value)}; allowed: a list of at most ${most}.`);
  return value;
}

function vector(value, size, path) {
  const values = list(value, path, Math.max(size, 4096));
  require(values.length === size, `${path} has ${values.length} numbers; this model needs ${size}.`);
  return values.map((one) => number(one, -1e3 * MAX_Z, 1e3 * MAX_Z, path));
}

function number(value, low, high, path) {
  require(Number.isFinite(value) &&
    value >= low &&
    value <= high, `${path} is ${shown(value)}; allowed: a number from ${low} to ${high}.`);
  return value;
}

function whole(value, most, path) {
  require(Number.isInteger(value) &&
    value >= 0 &&
    value <= most, `${path} is ${shown(value)}; allowed: a whole number from 0 to ${most}.`);
  return value;
}

function name(value, path, most = MAX_NAME) {
  require(typeof value === "string" &&
    value.trim() &&
    value.length <= most, `${path} is ${shown(value)}; allowed: a text of at most ${most} characters.`);
  return value;
}

function require(holds, words) {
  if (!holds) throw new FileError(words);
}

function shown(value) {
  return value === undefined ? "missing" : JSON.stringify(value).slice(0, 40);
}
