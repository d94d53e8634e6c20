/** What the curves are drawn from: the race that runs or, before there is one, the shipped runs of the same settings. */

import { curveOf, over, ranked } from "./numbers.js";
import { LANES, remedyOf, settingsOf } from "./settings.js";

/**
 * Both sides as {lane, title, settings, points, curves(name), rates, seeds, source}, or with `points` null where there is
 * nothing to show of one: `source` is "race" or "shipped".
 */
export function sidesOf({ head, arrays }, store, facts) {
  return LANES.map((lane) => {
    const settings = settingsOf(store, lane);
    const remedy = remedyOf(settings, facts?.remedies ?? []);
    const side = { lane, settings, title: remedy?.title ?? "Own settings" };
    if (head) return { ...side, ...drawn(arrays, lane, head.figures, head.seeds.length), source: "race" };
    const shipped = facts?.table?.rows.some((row) => row.remedy.key === remedy?.key);
    if (!shipped) return { ...side, points: null, source: "none" };
    return {
      ...side,
      ...drawn(facts.arrays, remedy.key, facts.table.figures, facts.table.seeds.length),
      source: "shipped",
    };
  });
}

function drawn(arrays, name, figures, seeds) {
  const { points, [`${name}.curves`]: flat, [`${name}.rate_per_dim`]: rates } = arrays;
  const memo = new Map();
  const curve = (figure) => {
    if (!memo.has(figure)) memo.set(figure, curveOf(flat, figures, figure, seeds, points.length));
    return memo.get(figure);
  };
  return {
    points,
    seeds,
    curve,
    rates: ranked(rates, seeds),
    end: (figure) => over(curve(figure).each.map((each) => each.at(-1))),
  };
}
