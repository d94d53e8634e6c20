/**
 * The keys of the page's state for everything that runs: ranges, choices and defaults are those of the server's schema.
 */

/** @import { CollapseSchema, KeySpec, SettingSchema, Settings } from "../../core/types.js" */

/**
 * Settings that stand under keys of the page's state.
 * @typedef {object} BoundSettings
 * @property {string[]} keys
 * @property {(state: Record<string, any>) => Settings} of - the settings that a state asks for
 * @property {(settings: Settings) => Record<string, any>} patch - what the state is to be set to for some settings
 */

export const SIDES = ["a", "b"]; // of a race

/**
 * The key of one setting. A number keeps the decimals of its smallest value, and at least three.
 * @param {SettingSchema} setting @returns {KeySpec}
 */
export function declare(setting) {
  const { type, enum: options, default: value } = setting;
  if (options) return { kind: "choice", options, default: value };
  const { min, max } = rangeOf(setting);
  const digits = type === "integer" ? 0 : Math.max(3, min > 0 ? Math.ceil(-Math.log10(min)) : 0);
  return { kind: "number", min, max, digits, default: value };
}

/** The ends of a number, with the 0 that has a meaning of its own. @param {SettingSchema} setting */
export function rangeOf({ anyOf, ...setting }) {
  const { minimum = -Infinity, maximum = Infinity } = anyOf?.[0] ?? setting;
  return { min: anyOf ? 0 : minimum, max: maximum };
}

/** @param {string} prefix @param {string[]} names @returns {BoundSettings} */
function bind(prefix, names) {
  const pairs = names.map((name) => [name, prefix + name]);
  return {
    keys: pairs.map(([, key]) => key),
    of: (state) => Object.fromEntries(pairs.map(([name, key]) => [name, state[key]])),
    patch: (settings) =>
      Object.fromEntries(pairs.filter(([name]) => name in settings).map(([name, key]) => [key, settings[name]])),
  };
}

/** The settings of the Laboratory. @param {CollapseSchema} schema */
export const labSettings = ({ laboratory }) => bind("lab_", Object.keys(laboratory.properties));

/** The settings of each side of a race: those of the Laboratory without the seed. @param {CollapseSchema} schema */
export function raceSettings({ laboratory }) {
  const names = Object.keys(laboratory.properties).filter((name) => name !== "seed");
  return Object.fromEntries(SIDES.map((side) => [side, bind(`race_${side}_`, names)]));
}

/** @param {CollapseSchema} schema @returns {Record<string, KeySpec>} */
export function labKeys({ laboratory: { properties } }) {
  const { maximum: most = 1 } = properties.latent;
  return {
    ...Object.fromEntries(Object.entries(properties).map(([name, one]) => [`lab_${name}`, declare(one)])),
    lab_pace: { kind: "number", min: 0, max: 1000, digits: 0, default: 0 }, // steps per second; 0: no limit
    lab_dim: { kind: "number", min: -1, max: most - 1, digits: 0, default: -1 }, // of the traversal; -1: the highest KL
    lab_plane: { kind: "choice", options: ["rd", "loop"], default: "rd" }, // which of the two planes
    lab_more: { kind: "flag", default: false }, // whether the rarer controls are open
  };
}

/** @param {CollapseSchema} schema @returns {Record<string, KeySpec>} */
export function raceKeys(schema) {
  const { laboratory, race } = schema;
  const sides = Object.entries(raceSettings(schema)).map(([side, { patch }]) => {
    const first = race.first[side];
    const specs = Object.entries(laboratory.properties).map(([name, one]) => [
      name,
      { ...declare(one), default: first[name] },
    ]);
    return patch(Object.fromEntries(specs));
  });
  return {
    ...Object.assign({}, ...sides),
    race_scene: { kind: "choice", options: race.scenes, default: race.scenes[0] }, // which baseline collapses
    race_seeds: declare(race.properties.seeds), // how many
    race_steps: declare(race.properties.steps),
    race_sort: { kind: "text", longest: 24, default: "" }, // a column, with a minus for falling; none: as trained
  };
}

/** @param {CollapseSchema} schema @returns {Record<string, KeySpec>} */
export function toyKeys({ toy: { properties } }) {
  const { decoder, remedy, seed } = properties;
  const remedies = (remedy.enum ?? []).filter((name) => name !== remedy.default);
  return {
    toy_run: { ...declare(decoder), options: [...(decoder.enum ?? []), ...remedies] },
    toy_seed: declare(seed), // a seed that is not shipped: the first one
  };
}
