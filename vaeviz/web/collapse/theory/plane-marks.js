/** What the plane of rate and distortion and the charts beside it draw. */

/** @import { Mark } from "../../plot/marks.js" */
/** @import { Colour } from "../../plot/theme.js" */
/** @import { Drawing, Plane, PlaneEnds, PlaneModel, Point, Touch } from "./types.js" */

import { fixed } from "../../core/format.js";
import { objective } from "./frontier.js";
import { LIT } from "./measured-runs.js";

const [RUN, TANGENT, FRONTIER, MODEL, CLEAR, LIMIT] = ["accent", "amber", "accent", 2, 2, 5];
const CROWDED = 4; // nats of rate between two rings whose texts would meet

/**
 * The plane: iso-ELBO lines, limits, every run, the frontier and the line that touches it.
 * @param {Plane} plane
 * @param {Touch} given
 * @returns {Drawing}
 */
export function drawPlane(plane, { beta, at, hull }) {
  const ends = endsOf(plane);
  /** @type {Mark[]} */
  const marks = [
    ...isoLines(plane, ends),
    ...limitMarks(plane, ends),
    ...plane.paths.map((path) => ({
      kind: /** @type {const} */ ("line"),
      x: path.map(({ rate }) => rate),
      y: path.map(({ distortion }) => distortion),
      colour: "muted",
      size: 1,
      opacity: 0.5,
    })),
    ...dotMarks(plane),
    {
      kind: "line",
      x: hull.map(({ rate }) => rate),
      y: hull.map(({ distortion }) => distortion),
      colour: FRONTIER,
      label: plane.curve ? "frontier by theory" : "frontier of finished runs",
    },
    tangent(at, beta, ends),
    { kind: "dots", x: [at.rate], y: [at.distortion], colour: TANGENT, size: 6, fill: false },
  ];
  return {
    x: { min: 0, max: ends.rate },
    y: { min: ends.low, max: ends.high },
    marks,
    label: `Rate and distortion of ${plane.runs.length} runs; at beta ${beta} the line of slope \u2212beta touches at rate ${fixed(at.rate, 2)}, distortion ${fixed(at.distortion, 2)}`,
  };
}

/** @param {Plane} plane @returns {PlaneEnds} */
function endsOf({ runs, models, limits, curve = [] }) {
  const all = [...runs, ...models, ...curve];
  const low = Math.min(...all.map(({ distortion }) => distortion), limits.grey_entropy ?? Infinity);
  const span = limits.pixel_mean - low;
  return {
    rate: 1.04 * Math.max(...all.map(({ rate }) => rate)),
    low: low - 0.06 * span,
    high: limits.pixel_mean + 0.1 * span,
  };
}

/**
 * Lines on which rate + distortion, the negative ELBO, is the same: their slope is -1.
 * @param {Plane} plane
 * @param {PlaneEnds} ends
 * @returns {Mark[]}
 */
function isoLines({ name, limits }, { rate, low, high }) {
  const totals = name === "mnist" ? [100, 125, 150, 175, 200] : [-40, -20, 0, 20, 40];
  const clear = (limits.grey_entropy ?? low) + 0.06 * (high - low); // where no other text stands
  const within = totals.filter((total) => total > low && total - rate < high);
  return within.flatMap((total, i) => {
    const from = Math.max(0, total - high);
    /** @type {Mark[]} */
    const marks = [
      {
        kind: "line",
        x: [from, rate],
        y: [total - from, total - rate],
        colour: "muted",
        size: 1,
        dash: [3, 3],
        opacity: 0.7,
        label: i ? undefined : "same ELBO, slope \u22121",
      },
      ...(total - rate > clear
        ? [
            {
              kind: /** @type {const} */ ("text"),
              x: [rate],
              y: [total - rate - 0.022 * (high - low)],
              label: `ELBO ${fixed(-total, 0)}`,
              colour: "muted",
              align: /** @type {const} */ ("right"),
            },
          ]
        : []),
    ];
    return marks;
  });
}

/**
 * What no model passes: the pixels' own mean at rate 0, the drawing of the pixels, the data's entropy.
 * @param {Plane} plane
 * @param {PlaneEnds} ends
 * @returns {Mark[]}
 */
function limitMarks({ limits, entropy }, { rate, low, high }) {
  /** @type {Mark[]} */
  const marks = [
    {
      kind: "rule",
      y: [limits.pixel_mean],
      colour: "muted",
      size: 1,
      label: `the pixels' mean alone: ${fixed(limits.pixel_mean, 1)}`,
    },
  ];
  if (limits.grey_entropy)
    marks.push(
      { kind: "rule", y: [limits.grey_entropy], colour: "muted", size: 1 },
      note(
        0,
        limits.grey_entropy + 0.025 * (high - low),
        `grey levels told: ${fixed(limits.grey_entropy, 1)}`,
        "muted",
      ),
    );
  if (entropy)
    marks.push({
      kind: "line",
      x: [0, rate],
      y: [entropy.nats, entropy.nats - rate],
      colour: LIMIT,
      size: 1.25,
      label: `entropy of the data, at most ${fixed(entropy.nats, 1)}`,
    });
  marks.push(
    { kind: "dots", x: [0], y: [limits.pixel_mean], colour: LIMIT, size: 5 },
    note(0, limits.pixel_mean + 0.035 * (high - low), "collapsed", LIMIT),
  );
  return marks;
}

/** @type {(x: number, y: number, label: string, colour: Colour) => Mark} */
const note = (x, y, label, colour) => ({ kind: "text", x: [x], y: [y], label, colour, align: "left" });

/** @param {Plane} plane @returns {Mark[]} */
function dotMarks({ runs, models, finals }) {
  const early = runs.filter(({ last }) => !last);
  const at = (/** @type {Point[]} */ points) => ({
    x: points.map(({ rate }) => rate),
    y: points.map(({ distortion }) => distortion),
  });
  /** @type {Mark[]} */
  const marks = early.length
    ? [{ kind: "dots", ...at(early), colour: "muted", size: 2, label: "after each epoch" }]
    : [];
  marks.push({ kind: "dots", ...at(finals), colour: RUN, size: 4, label: early.length ? "after the last" : "trained" });
  if (models.length) {
    marks.push({
      kind: "dots",
      ...at(models),
      colour: MODEL,
      size: 4,
      fill: false,
      label: "shipped models, by dimensions",
    });
    const after = (/** @type {PlaneModel} */ { rate }) =>
      models.some((other) => other.rate < rate && rate - other.rate < CROWDED);
    for (const [some, align] of /** @type {[PlaneModel[], "left" | "right"][]} */ ([
      [models.filter(after), "left"],
      [models.filter((one) => !after(one)), "right"],
    ])) {
      marks.push({ kind: "text", ...at(some), label: some.map(({ latent }) => String(latent)), colour: MODEL, align });
    }
  }
  return marks;
}

/** @param {Point} given @param {number} beta @param {PlaneEnds} ends @returns {Mark} */
function tangent({ rate, distortion }, beta, ends) {
  const of = (/** @type {number} */ x) => distortion + beta * (rate - x);
  const [from, to] = [
    Math.max(0, rate - (ends.high - distortion) / beta),
    Math.min(ends.rate, rate + (distortion - ends.low) / beta),
  ];
  return {
    kind: "line",
    x: [from, to],
    y: [of(from), of(to)],
    colour: TANGENT,
    size: 2,
    label: `slope \u2212\u03b2 = \u2212${Number(beta.toPrecision(3))}`,
  };
}

/**
 * Active units of the last epoch against the beta trained at, by two thresholds.
 * @param {Plane} plane
 * @param {number} beta
 * @returns {Drawing}
 */
export function drawUnits({ finals, latent, name }, beta) {
  const x = finals.map((run) => run.beta);
  /** @type {Mark[]} */
  const marks = [
    { kind: "line", x, y: finals.map(({ active }) => active), colour: RUN, size: 1 },
    {
      kind: "dots",
      x,
      y: finals.map(({ active }) => active),
      colour: RUN,
      size: 4,
      label: "variance of the mean above 0.01",
    },
  ];
  if (name === "mnist")
    marks.push({
      kind: "dots",
      x,
      y: finals.map(({ clear }) => clear),
      colour: CLEAR,
      size: 4,
      fill: false,
      label: `rate above ${LIT} nats`,
    });
  marks.push({ kind: "rule", vertical: true, x: [beta], colour: TANGENT });
  return {
    x: ends(x, beta),
    y: { min: 0, max: latent * 1.08 },
    marks,
    label: `Active units of ${finals.length} runs against beta: ${finals.map((run) => `${run.active} at ${run.beta}`).join(", ")}`,
  };
}

/**
 * What each run would cost at the beta in hand, over the least: a run trained at this beta should be the cheapest.
 * @param {Plane} plane
 * @param {number} beta
 * @param {Point} at
 * @returns {Drawing}
 */
export function drawCost({ finals }, beta, at) {
  const least = objective(at, beta);
  const x = finals.map((run) => run.beta);
  const y = finals.map((run) => Math.max(0.01, objective(run, beta) - least));
  /** @type {Mark[]} */
  const marks = [
    { kind: "line", x, y, colour: RUN, size: 1 },
    { kind: "dots", x, y, colour: RUN, size: 4, label: "each run, by the \u03b2 it was trained at" },
    { kind: "rule", vertical: true, x: [beta], colour: TANGENT },
  ];
  return {
    x: ends(x, beta),
    y: { log: true, min: 0.009, max: null },
    marks,
    label: "What each run costs over the cheapest at this beta",
  };
}

/** @param {number[]} x @param {number} beta */
function ends(x, beta) {
  return { min: Math.min(...x, beta) / 1.2, max: Math.max(...x, beta) * 1.2 };
}
