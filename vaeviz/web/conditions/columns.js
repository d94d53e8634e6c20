/** The columns of strip and grid: every class, or one attribute from end to end. */

import { fixed } from "../core/format.js";
import { attributesOf, withChoice, withNumber } from "../latents/attributes.js";
import { priorAt } from "../latents/gaussian.js";
import { oneHot } from "../latents/moves.js";
import { snapped } from "../latents/place.js";
import { isLearned } from "../latents/prior-text.js";

/**
 * @import { Attribute, Model, State, Vector } from "../core/types.js"
 * @typedef {{ name: string, title?: string, c: Float32Array }} Column
 * @typedef {{ z: Float32Array, c: Float32Array }} Input what the decoder gets for one image
 * @typedef {Attribute & { at: number }} Swept an attribute and the first of its columns of c
 */

export const STEPS = 11; // of an attribute that is a number, from -1 to 1
const SAME = 5e-3; // of c: the column is the present condition

/** @type {WeakMap<Model, Column[]>} */
const classes = new WeakMap(); // their c stay the same objects
/** @type {WeakMap<Float32Array, WeakMap<Float32Array, { from: Float32Array, z: Float32Array }>>} */
const moved = new WeakMap(); // z -> the condition that it goes to -> what came of it
/** @type {WeakMap<Model, { at: number, c: Float32Array, columns: Column[] }>} */
const sweeps = new WeakMap(); // the last asked for

/**
 * The columns of a state; another array for the same c only where they differ.
 * @param {Pick<State, "model" | "c" | "sweep">} state
 */
export function columnsOf({ model, c, sweep }) {
  if (model.condition?.kind === "class") return classColumns(model, model.condition.names);
  /** @type {Swept[]} */
  const attributes = attributesOf(model);
  const swept = attributes[sweep] ?? attributes[0];
  if (!swept || c.length !== model.condition?.names.length) return [];
  const last = sweeps.get(model);
  if (last?.at === swept.at && sameElsewhere(last.c, c, swept)) return last.columns;
  const columns = columnsAlong(c, swept);
  sweeps.set(model, { at: swept.at, c, columns });
  return columns;
}

/** @param {Model} model @param {string[]} names @returns {Column[]} */
function classColumns(model, names) {
  const columns = classes.get(model) ?? names.map((name, i) => ({ name, c: oneHot(names.length, i) }));
  classes.set(model, columns);
  return columns;
}

/** @param {Vector} one @param {Vector} other @param {Swept} swept the one attribute in which they may differ */
function sameElsewhere(one, other, { at, values }) {
  const after = at + (values.length || 1);
  return one.every((value, i) => value === other[i] || (i >= at && i < after));
}

/** c with one attribute from end to end. @param {Float32Array} c @param {Swept} swept @returns {Column[]} */
function columnsAlong(c, swept) {
  const { name, values } = swept;
  if (values.length)
    return values.map((value, i) => ({ name: value, title: `${name}: ${value}`, c: withChoice(c, swept, i) }));
  return Array.from({ length: STEPS }, (_, i) => {
    const value = (2 * i) / (STEPS - 1) - 1;
    return { name: fixed(value, 1), title: `${name} ${fixed(value, 1)}`, c: withNumber(c, swept, value) };
  });
}

/** The index of the column whose condition is c; -1 where there is none. @param {Column[]} columns @param {Vector} c */
export function indexOf(columns, c) {
  return columns.findIndex((column) => column.c.every((value, i) => Math.abs(value - c[i]) < SAME));
}

/** Whether columns share their position in p(z|c) rather than z. @param {Pick<State, "model" | "held">} state */
export function holdsPosition({ model, held }) {
  return held === "place" && isLearned(model);
}

/**
 * The z of a column under `to`, of a row whose z was found under `from`: z itself, or what lies as many standard
 * deviations from the mean of its own prior. The same z gives the same object.
 * @param {Pick<State, "model" | "held">} state
 * @param {Float32Array} z
 * @param {Float32Array} from
 * @param {Float32Array} to
 * @returns {Float32Array}
 */
export function zUnder(state, z, from, to) {
  if (!holdsPosition(state) || from === to) return z;
  const known = moved.get(z) ?? new WeakMap();
  moved.set(z, known);
  const last = known.get(to);
  if (last?.from === from) return last.z;
  const [here, there] = [priorAt(state.model, from), priorAt(state.model, to)];
  const placed = snapped(
    z.map((value, j) => there.mu[j] + (value - here.mu[j]) * Math.exp((there.logvar[j] - here.logvar[j]) / 2)),
  );
  known.set(to, { from, z: placed });
  return placed;
}

/**
 * What decodes to a row's images, one per column.
 * @param {Pick<State, "model" | "c" | "sweep" | "held">} state
 * @param {Input} row its z, and the c under which that was found
 * @returns {Input[]}
 */
export function inputsOf(state, row) {
  return columnsOf(state).map(({ c }) => ({ z: zUnder(state, row.z, row.c, c), c }));
}
