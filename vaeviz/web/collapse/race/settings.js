/** How the settings of a side compare with a remedy's; the seed is the race's, so it does not count. */

import { idle } from "../run/settings.js";

/** @import { Settings } from "../../core/types.js" */
/** @import { Remedy } from "./rows.js" */

/** @param {Settings} settings */
const namesOf = (settings) => Object.keys(settings).filter((name) => name !== "seed");

/**
 * Whether two settings train the same: what has no effect in either does not count.
 * @param {Settings} one @param {Settings} other
 */
function same(one, other) {
  const [here, there] = [idle(one), idle(other)];
  return namesOf(one).every((name) => one[name] === other[name] || (here[name] && there[name]));
}

/**
 * The remedy that these settings are; undefined where they are the visitor's own.
 * @param {Settings} settings @param {Remedy[]} remedies
 */
export const remedyOf = (settings, remedies) => remedies.find((remedy) => same(remedy.settings, settings));

/**
 * What differs from `base`, as texts: "free bits 0.25"; nothing that has no effect.
 * @param {Settings} settings @param {Settings} base
 */
export function differences(settings, base) {
  const without = idle(settings);
  return namesOf(settings)
    .filter((name) => settings[name] !== base[name] && !without[name])
    .map((name) => `${name.replaceAll("_", " ")} ${settings[name]}`);
}
