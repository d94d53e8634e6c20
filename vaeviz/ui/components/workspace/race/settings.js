/** What either side of a race is trained by: the keys of the address, presets, and which settings say nothing. */

import { along as labAlong, idle as labIdle } from "../lab/settings.js";

export const LANES = ["a", "b"];

/** What a side starts from: the first baseline of vaeviz/collapse/remedies.py. */
const SPECS = {
  decoder: { kind: "choice", options: ["mlp", "conv", "autoregressive", "linear"], default: "autoregressive" },
  latent: { kind: "number", min: 1, max: 32, digits: 0, default: 8 },
  sigma: { kind: "number", min: 0, max: 2, digits: 3, default: 0.4 }, // pixels in [0, 1]; 0: the best one
  beta: { kind: "number", min: 0, max: 1000, digits: 3, default: 1 },
  schedule: { kind: "choice", options: ["constant", "warm-up", "cyclical"], default: "constant" },
  ramp: { kind: "number", min: 1, max: 100000, digits: 0, default: 500 }, // steps
  free_bits: { kind: "number", min: 0, max: 20, digits: 3, default: 0 }, // nats a unit
  capacity: { kind: "number", min: 0, max: 200, digits: 2, default: 0 }, // nats
  posterior: { kind: "choice", options: ["free", "delta", "batch-norm"], default: "free" },
  floor: { kind: "number", min: 0, max: 4, digits: 3, default: 0 },
  context_dropout: { kind: "number", min: 0, max: 1, digits: 2, default: 0 },
  inner_steps: { kind: "number", min: 0, max: 50, digits: 0, default: 0 },
  learning_rate: { kind: "number", min: 0.00001, max: 0.1, digits: 5, default: 0.002 },
  batch_size: { kind: "number", min: 8, max: 512, digits: 0, default: 64 },
};
const SECOND = { free_bits: 0.25 }; // what the second side starts with beside it: free bits

export const NAMES = Object.keys(SPECS);

/** The store's key of a side's setting. */
export const keyOf = (lane, name) => `race_${lane}_${name}`;

/** The store's keys of a side's settings. */
export const keysOf = (lane) => NAMES.map((name) => keyOf(lane, name));

/** The keys, as collapse/state.js lists them. */
export const RACE_KEYS = {
  ...Object.fromEntries(LANES.flatMap((lane) => NAMES.map((name) => [keyOf(lane, name), { ...SPECS[name], default: (lane === "b" && SECOND[name]) || SPECS[name].default }]))),
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
  return Object.fromEntries(NAMES.filter((name) => name in settings).map((name) => [keyOf(lane, name), settings[name]]));
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
  return NAMES.filter((name) => settings[name] !== base[name] && !idle[name]).map((name) => `${name.replaceAll("_", " ")} ${settings[name]}`);
}
