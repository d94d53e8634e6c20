/** The table's rows: shipped remedies and the visitor's own races, what each cost, and their order. */

import { over } from "./numbers.js";
import { differences, same } from "./settings.js";

export const ALIVE = 1; // dimensions beyond the baseline's, mean over seeds, from which on something was kept alive

/** Columns in order: what is shown, which way round a first click sorts, and what it means. */
export const COLUMNS = [
  {
    name: "elbo",
    title: "ELBO",
    unit: "nats",
    falls: true,
    hint: "Bound on log p(x) of held-out images, at beta 1 whatever it was trained by; higher is better",
  },
  { name: "cost", title: "Cost", unit: "nats", falls: false, hint: "How much lower the ELBO is than the best row's" },
  { name: "rate", title: "Rate", unit: "nats", falls: true, hint: "KL(q(z|x) || p(z)), mean over images" },
  {
    name: "information",
    title: "Information",
    unit: "nats",
    falls: true,
    hint: "Mutual information of z and the image: the part of the rate that tells images apart; at most ln of how many there are",
  },
  { name: "distortion", title: "Distortion", unit: "nats", falls: false, hint: "\u2212log p(x|z), mean over images" },
  { name: "active", title: "Active", unit: "", falls: true, hint: "" },
  { name: "active_kl", title: "Active", unit: "", falls: true, hint: "" },
  { name: "seconds", title: "Time", unit: "s a run", falls: false, hint: "Processor time of one run" },
];

/** Rows of the shipped table; each figure is {mean, sd, min, max, n}. */
export function shippedRows(table) {
  const { steps, seeds } = table;
  return table.rows.map(({ remedy, ...figures }) => ({
    key: remedy.key,
    title: remedy.title,
    note: remedy.paper,
    settings: remedy.settings,
    own: false,
    steps,
    seeds: seeds.length,
    ...Object.fromEntries(
      ["elbo", "rate", "information", "distortion", "active", "active_kl", "seconds"].map((name) => [
        name,
        over(figures[name]),
      ]),
    ),
  }));
}

/** The rows of a finished race of the visitor's, in the scene's table; curves end where the figures are taken. */
export function ownRows({ head, arrays }, remedies, scene) {
  const [seeds, points] = [head.seeds.length, arrays.points.length];
  return head.groups.map(({ name: lane, settings, seconds, information }) => {
    const flat = arrays[`${lane}.curves`];
    const ends = head.figures.map((name, i) => [
      name,
      over(Array.from({ length: seeds }, (_, seed) => flat[(i * seeds + seed + 1) * points - 1])),
    ]);
    const remedy = remedies.find((one) => same(one.settings, settings));
    return {
      key: `own-${JSON.stringify([scene, settings, head.steps, head.seeds])}`,
      scene,
      title: remedy?.title ?? "Own settings",
      note: remedy ? "" : differences(settings, remedies[0].settings).join(", "),
      settings,
      own: true,
      steps: head.steps,
      seeds,
      ...Object.fromEntries(ends),
      information: over(information),
      seconds: over([seconds]),
    };
  });
}

/** Add rows to those that are there; one that was raced again takes the place of the one before. */
export function added(rows, more) {
  const keys = new Set(more.map(({ key }) => key));
  return [...rows.filter(({ key }) => !keys.has(key)), ...more];
}

/** Give every row its cost: how far its mean ELBO is below the best one; one whose weights ran away has none, and is not the best. */
export function priced(rows) {
  const best = Math.max(...rows.map(({ elbo }) => elbo.mean).filter(Number.isFinite));
  return rows.map((row) => ({
    ...row,
    cost: {
      mean: best - row.elbo.mean,
      sd: row.elbo.sd,
      min: best - row.elbo.max,
      max: best - row.elbo.min,
      n: row.elbo.n,
    },
  }));
}

/** Rows in the order that `sort` asks for: a column's name, with a minus where it falls; none: as they are. */
export function sorted(rows, sort) {
  const name = sort.replace(/^-/, "");
  if (!COLUMNS.some((column) => column.name === name)) return rows;
  const sign = sort.startsWith("-") ? -1 : 1;
  return [...rows].sort((one, other) => sign * (one[name].mean - other[name].mean));
}

/** What a click on a column makes of `sort`: its own way round first, then the other, then none. */
export function nextSort(sort, { name, falls }) {
  const [first, second] = falls ? [`-${name}`, name] : [name, `-${name}`];
  return { [first]: second, [second]: "" }[sort] ?? first;
}
