/** What the columns of strip and grid stand for: every class, or one attribute from end to end. */

import { priorAt } from "../latents/gaussian.js";
import { oneHot } from "../latents/moves.js";
import { snapped } from "../latents/place.js";
import { isLearned } from "../latents/prior-text.js";
import { attributesOf, withChoice, withNumber } from "../latents/attributes.js";
import { fixed } from "../core/format.js";

export const STEPS = 11; // of an attribute that is a number, from -1 to 1
const SAME = 5e-3; // of c: the column is what is told now

const classes = new WeakMap(); // model -> its columns: their c stay the same objects
const moved = new WeakMap(); // z -> WeakMap of a condition that it goes to -> {from, z}
const sweeps = new WeakMap(); // model -> {along, c, columns} of the last asked for

/** The columns of a state, [{name, c}]: another place for the same c only where they differ. */
export function columnsOf({ model, c, sweep }) {
  if (model.condition?.kind === "class") {
    const { names } = model.condition;
    if (!classes.has(model))
      classes.set(
        model,
        names.map((name, i) => ({ name, c: oneHot(names.length, i) })),
      );
    return classes.get(model);
  }
  const attributes = attributesOf(model);
  const along = attributes[sweep] ?? attributes[0];
  if (!along || c.length !== model.condition.names.length) return [];
  const last = sweeps.get(model);
  if (last?.along !== along.at || !sameBeside(last.c, c, along))
    sweeps.set(model, { along: along.at, c, columns: columnsAlong(c, along) });
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
  if (values.length)
    return values.map((value, i) => ({ name: value, title: `${name}: ${value}`, c: withChoice(c, along, i) }));
  return Array.from({ length: STEPS }, (_, i) => {
    const value = (2 * i) / (STEPS - 1) - 1;
    return { name: fixed(value, 1), title: `${name} ${fixed(value, 1)}`, c: withNumber(c, along, value) };
  });
}

/** Which column is what is told now; -1 where none is. */
export function presentOf(columns, c) {
  return columns.findIndex((column) => column.c.every((value, i) => Math.abs(value - c[i]) < SAME));
}

/** Whether columns have their place in p(z|c) in common, rather than z. */
export function holdsPlace({ model, held }) {
  return held === "place" && isLearned(model);
}

/**
 * The z of a column under `to`, of a row whose z stands under `from`: z itself, or what lies as many deviations from the
 * mean of its own prior. The same place is the same object.
 */
export function zUnder(state, z, from, to) {
  if (!holdsPlace(state) || from === to) return z;
  if (!moved.has(z)) moved.set(z, new WeakMap());
  const known = moved.get(z).get(to);
  if (known?.from === from) return known.z;
  const [here, there] = [priorAt(state.model, from), priorAt(state.model, to)].map(({ mu, logvar }) => ({
    mu: [...mu],
    logvar: [...logvar],
  }));
  const placed = snapped(
    z.map((value, j) => there.mu[j] + (value - here.mu[j]) * Math.exp((there.logvar[j] - here.logvar[j]) / 2)),
  );
  moved.get(z).set(to, { from, z: placed });
  return placed;
}

/** The places {z, c} of a row's pictures, one a column. */
export function placesOf(state, row) {
  return columnsOf(state).map(({ c }) => ({ z: zUnder(state, row.z, row.c, c), c }));
}
