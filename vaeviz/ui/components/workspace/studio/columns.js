/** What the columns of strip and grid stand for: every class, or one attribute from end to end. */

import { oneHot } from "../latents/moves.js";
import { attributesOf, withChoice, withNumber } from "../picture/attributes.js";
import { fixed } from "../shell/format.js";

export const STEPS = 9; // of an attribute that is a number, from -1 to 1
const SAME = 5e-3; // of c: the column is what is told now

const classes = new WeakMap(); // model -> its columns: their c stay the same objects
const sweeps = new WeakMap(); // model -> {along, c, columns} of the last asked for

/** The columns of a state, [{name, c}]: another place for the same c only where they differ. */
export function columnsOf({ model, c, sweep }) {
  if (model.condition?.kind === "class") {
    const { names } = model.condition;
    if (!classes.has(model)) classes.set(model, names.map((name, i) => ({ name, c: oneHot(names.length, i) })));
    return classes.get(model);
  }
  const attributes = attributesOf(model);
  const along = attributes[sweep] ?? attributes[0];
  if (!along || c.length !== model.condition.names.length) return [];
  const last = sweeps.get(model);
  if (last?.along !== along.at || !sameBeside(last.c, c, along)) sweeps.set(model, { along: along.at, c, columns: columnsAlong(c, along) });
  return sweeps.get(model).columns;
}

/** Whether two conditions differ in one attribute alone, or not at all. */
function sameBeside(one, other, { at, values }) {
  const after = at + (values.length || 1);
  return one.every((value, i) => value === other[i] || (i >= at && i < after));
}

/** What is told with one attribute from end to end, all else of c as it is. */
function columnsAlong(c, along) {
  const { name, values } = along;
  if (values.length) return values.map((value, i) => ({ name: value, title: `${name}: ${value}`, c: withChoice(c, along, i) }));
  return Array.from({ length: STEPS }, (_, i) => {
    const value = (2 * i) / (STEPS - 1) - 1;
    return { name: fixed(value), title: `${name} ${fixed(value)}`, c: withNumber(c, along, value) };
  });
}

/** Which column is what is told now; -1 where none is. */
export function presentOf(columns, c) {
  return columns.findIndex((column) => column.c.every((value, i) => Math.abs(value - c[i]) < SAME));
}
