/** The address of a view, as vaeviz/app/address.py writes and reads it: what a link says, and what Python is told at rest. */

import { C_STEPS, Z_STEPS } from "../latents/place.js";
import { mapOf } from "../map/shown.js";
import { pack, packSteps, stepsOf } from "../map/grid.js";
import { EMPTY } from "./state.js";

/** The view of `state` as the address's parameters, in the order that Python writes them; defaults are left out. */
export function toQuery(state) {
  const {
    model,
    z,
    c,
    source,
    map,
    seed,
    temperature,
    locks,
    pins,
    compared,
    second,
    highlight,
    drawClass,
    draw,
    tab,
  } = state;
  const parts = {
    model: model.name,
    z: pack(z, Z_STEPS),
    c: c.length ? formatC(c) : "",
    code: source?.kind === "code" && !source.moved ? String(source.index) : "",
    map,
    seed: seed ? String(seed) : "",
    t: temperature === 1 ? "" : String(Math.round(100 * temperature) / 100),
    locks: locks.join("-"),
    a: formatSelection(state, 0),
    b: formatSelection(state, 1),
    pins: pins.map((pin) => `${pin.name}.${pack(pin.z, Z_STEPS)}.${formatC(pin.c)}`).join("."),
    compared: pins.some(({ name }) => name === compared) ? compared : "",
    second: second?.model.name,
    highlight: highlight === null ? "" : String(highlight),
    class: drawClass === null ? "" : String(drawClass),
    draw: draw ? String(draw) : "",
    tab: tab === EMPTY.tab ? "" : tab,
  };
  return Object.fromEntries(Object.entries(parts).filter(([, text]) => text));
}

/** The absolute address of the view; parameters of `place` that are not ours stay. */
export function linkTo(state, { origin, pathname, search }) {
  const others = [...new URLSearchParams(search)].filter(([key]) => !KEYS.has(key));
  return `${origin}${pathname}?${new URLSearchParams([...others, ...Object.entries(toQuery(state))])}`;
}

/** c in an address: "none", a class by its number, or all of its numbers. */
export function formatC(c) {
  if (!c.some((weight) => weight !== 0)) return "none";
  const whole = c.indexOf(1);
  return whole >= 0 && c.every((weight, i) => i === whole || weight === 0) ? String(whole) : pack(c, C_STEPS);
}

const KEYS = new Set([
  "model",
  "z",
  "c",
  "code",
  "map",
  "seed",
  "t",
  "locks",
  "a",
  "b",
  "pins",
  "compared",
  "second",
  "highlight",
  "class",
  "draw",
  "tab",
]);

/** Selection k; one of a link that still waits for the codes is passed on as it came. */
function formatSelection(state, k) {
  const waiting = state.linked?.[k];
  if (waiting) return `${waiting.map}.${packSteps(waiting.steps)}`;
  const selection = state.selections[k];
  const points = selection && mapOf({ ...state, map: selection.map })?.points;
  return points ? `${selection.map}.${packSteps(stepsOf(selection.polygon, points))}` : "";
}
