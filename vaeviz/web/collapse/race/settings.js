/** What either side of a race is trained by: the keys of the address, presets, and which settings say nothing. */

import { LAB_KEYS, along as labAlong, idle as labIdle } from "../lab/settings.js";

export const LANES = ["a", "b"];

export const NAMES = [
  "decoder",
  "latent",
  "sigma",
  "beta",
  "schedule",
  "ramp",
  "free_bits",
  "capacity",
  "posterior",
  "floor",
  "context_dropout",
  "inner_steps",
  "learning_rate",
  "batch_size",
];

/** What a side starts with beside the laboratory's defaults: the first baseline of vaeviz/collapse/race/remedies.py; B has free bits. */
const BASELINE = { decoder: "autoregressive", sigma: 0.4, learning_rate: 0.002 };
const FIRST = { a: BASELINE, b: { ...BASELINE, free_bits: 0.25 } };

/** The store's key of a side's setting. */
export const keyOf = (lane, name) => `race_${lane}_${name}`;

/** The store's keys of a side's settings. */
export const keysOf = (lane) => NAMES.map((name) => keyOf(lane, name));

/** A setting may be what it may be in the laboratory. */
function keySpec(lane, name) {
  const spec = LAB_KEYS[`lab_${name}`];
  return { ...spec, default: FIRST[lane][name] ?? spec.default };
}

/** The keys, as collapse/state.js lists them. */
export const RACE_KEYS = {
  ...Object.fromEntries(LANES.flatMap((lane) => NAMES.map((name) => [keyOf(lane, name), keySpec(lane, name)]))),
  race_scene: { kind: "choice", options: ["strong", "hasty"], default: "strong" }, // which baseline collapses
  race_seeds: { kind: "number", min: 1, max: 5, digits: 0, default: 3 }, // how many
  race_steps: { kind: "number", min: 100, max: 20000, digits: 0, default: 3000 },
  race_sort: { kind: "text", longest: 24, default: "" }, // column of the table, with a minus where it falls; none: as trained
};

/** The settings of a side, as the server takes them. */
export function settingsOf(state, lane) {
  return Object.fromEntries(NAMES.map((name) => [name, state[keyOf(lane, name)]]));
}

/** What the store has to be set to for these settings. */
export function patchOf(lane, settings) {
  return Object.fromEntries(
    NAMES.filter((name) => name in settings).map((name) => [keyOf(lane, name), settings[name]]),
  );
}

/** Which settings say nothing beside the others, by name. */
export function idleOf(settings) {
  const state = Object.fromEntries(Object.entries(settings).map(([name, value]) => [`lab_${name}`, value]));
  return Object.fromEntries(Object.entries(labIdle(state)).map(([key, value]) => [key.slice(4), value]));
}

/** What else has to change where these settings changed. */
export function along(changed) {
  const patch = Object.fromEntries(Object.entries(changed).map(([name, value]) => [`lab_${name}`, value]));
  return Object.fromEntries(Object.entries(labAlong(patch)).map(([key, value]) => [key.slice(4), value]));
}

/** Whether two settings train the same: what says nothing in both does not count. */
export function same(one, other) {
  const [idle, without] = [idleOf(one), idleOf(other)];
  return NAMES.every((name) => one[name] === other[name] || (idle[name] && without[name]));
}

/** The remedy that these settings are; undefined where they are the visitor's own. */
export const remedyOf = (settings, remedies) => remedies.find((remedy) => same(remedy.settings, settings));

/** What is different from `base`, as texts: "free bits 0.25"; nothing that is idle. */
export function differences(settings, base) {
  const idle = idleOf(settings);
  return NAMES.filter((name) => settings[name] !== base[name] && !idle[name]).map(
    (name) => `${name.replaceAll("_", " ")} ${settings[name]}`,
  );
}
