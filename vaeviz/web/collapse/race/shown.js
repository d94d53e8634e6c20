/**
 * What the curves are drawn from: the race that runs or, before there is one, the shipped runs of the same settings.
 */

import { SIDES } from "../run/keys.js";
import { curveOf, ranked, summary } from "./numbers.js";
import { remedyOf } from "./settings.js";

/** @import { Settings } from "../../core/types.js" */
/** @import { BoundSettings } from "../run/keys.js" */
/** @import { Curve, Summary } from "./numbers.js" */
/** @import { RaceState } from "./run.js" */
/** @import { SceneFacts } from "./scenes.js" */

/**
 * A side with its curves; figures in nats per image, or numbers of dimensions.
 * @typedef {object} DrawnSide
 * @property {string} side
 * @property {Settings} settings
 * @property {Float32Array} points - steps at which the curves have values
 * @property {number} seeds - how many
 * @property {(figure: string) => Curve} curve
 * @property {(figure: string) => Summary} end - the last value of each seed
 * @property {Summary[]} rates - KL per dimension, highest first
 */

/**
 * The sides that have something to show.
 * @param {Pick<RaceState, "head" | "arrays">} race @param {Record<string, any>} state - of the page's store
 * @param {Record<string, BoundSettings>} bound - settings by side @param {SceneFacts | undefined} scene
 * @returns {DrawnSide[]}
 */
export function sidesOf({ head, arrays }, state, bound, scene) {
  return SIDES.flatMap((side) => {
    const settings = bound[side].of(state);
    if (head && arrays) return { side, settings, ...curvesOf(arrays, side, head.figures, head.seeds.length) };
    const remedy = remedyOf(settings, scene?.remedies ?? []);
    const shipped = scene?.table?.rows.some((row) => row.remedy.key === remedy?.key);
    if (!scene?.table || !remedy || !shipped) return [];
    const { figures, seeds } = scene.table;
    return { side, settings, ...curvesOf(scene.arrays, remedy.key, figures, seeds.length) };
  });
}

/** @param {Record<string, any>} arrays @param {string} name @param {string[]} figures @param {number} seeds */
function curvesOf(arrays, name, figures, seeds) {
  const { points, [`${name}.curves`]: flat, [`${name}.rate_per_dim`]: rates } = arrays;
  /** @type {Map<string, Curve>} */
  const made = new Map();
  const curve = (/** @type {string} */ figure) => {
    const found = made.get(figure) ?? curveOf(flat, figures, figure, seeds, points.length);
    made.set(figure, found);
    return found;
  };
  return {
    points,
    seeds,
    curve,
    rates: ranked(rates, seeds),
    end: (/** @type {string} */ figure) => summary(curve(figure).each.map((each) => each[each.length - 1])),
  };
}
