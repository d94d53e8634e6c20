/** The toy's charts: likelihoods against the entropy, rates, the plane of the two means, figures along the run. */

import { createChart } from "../../plot/chart.js";

/** @import { Mark } from "../../plot/marks.js" */
/** @import { End, Toy } from "./ends.js" */

const SPAN = 2.7; // of the plane, to each side
const GROUPS = [
  [0, 5, 0],
  [6, 10, 6],
  [11, 16, 1],
]; // heads from, to, colour
const [MUTED, SHOWN] = ["muted", "accent"];

/** The likelihoods of the decoders, and of the shown remedy, side by side; under them the rates. @param {Toy} toy */
export function createBars(toy) {
  const nll = createChart({
    test: "toy-nll",
    height: 148,
    y: { label: "\u2212log p(x), nats per sequence", min: 0 },
    label: "Likelihoods",
  });
  const rate = createChart({
    test: "toy-rates",
    height: 148,
    y: { label: "Rate (nats per sequence)", min: 0 },
    label: "Rates",
  });
  return {
    nodes: [nll.node, rate.node],
    /** @param {End} end @param {number} seed */
    draw(end, seed) {
      const runs = toy.decoders.includes(end.run) ? toy.decoders : [...toy.decoders, end.run];
      const ends = runs.map((run) => (run === end.run ? end : toy.at(run, seed)));
      /** @type {[number, string][]} */
      const ticks = runs.map((run, i) => [i, shortName(toy, run)]);
      /** @type {Mark} */
      const rule = {
        kind: "rule",
        y: [toy.entropy],
        colour: "amber",
        dash: true,
        label: `entropy of the data ${toy.entropy.toFixed(2)}`,
        counts: true,
      };
      nll.set({
        x: { ticks },
        y: { max: 12 },
        marks: [...barsOf(toy, ends, end, "nll"), rule],
        label: textOf("Likelihoods", ends, "nll"),
      });
      rate.set({
        x: { ticks },
        y: { max: 2 },
        marks: barsOf(toy, ends, end, "rate"),
        label: textOf("Rates", ends, "rate"),
      });
    },
    close() {
      nll.close();
      rate.close();
    },
  };
}

/** @param {Toy} toy @param {End[]} ends @param {End} shown @param {"nll" | "rate"} name @returns {Mark[]} */
function barsOf(toy, ends, shown, name) {
  /** @type {Mark[]} */
  const bars = ends.map((end, i) => ({
    kind: "bars",
    x: [i],
    y: [end[name]],
    width: 0.7,
    colour: end === shown ? SHOWN : MUTED,
    fill: end === shown ? 1 : 0.5,
  }));
  const seeds = ends.flatMap(({ run, live }, i) => (live ? [] : toy.rows(run).map((row) => [i, row[name]])));
  return [...bars, { kind: "dots", x: seeds.map(([x]) => x), y: seeds.map(([, y]) => y), size: 2.5, colour: "text" }];
}

/** @param {string} title @param {End[]} ends @param {"nll" | "rate"} name */
function textOf(title, ends, name) {
  return `${title}: ${ends.map((end) => `${end.run} ${end[name].toFixed(2)}`).join(", ")} nats`;
}

/** Names that are too long for the axis. @type {Record<string, string>} */
const SHORT = { autoregressive: "jointly", pretrained: "pre-trained", dropout: "dropout", lagging: "lagging" };

/** @param {Toy} toy @param {string} run */
const shortName = (toy, run) => SHORT[run] ?? toy.words[run].label.toLowerCase();

/**
 * The encoder's mean against the true one, a dot per sequence, with the paths of a few along the run.
 * @param {Toy} toy
 */
export function createPlane(toy) {
  const axis = { min: -SPAN, max: SPAN };
  const chart = createChart({
    test: "toy-plane",
    height: 344,
    x: { ...axis, label: "Mean of the encoder\u2019s q(z|x), \u03bc\u2093" },
    y: { ...axis, label: "Mean of the true p(z|x), \u03bc\u03b8" },
    label: "Plane of the two means",
  });
  /** @type {Mark} */
  const diagonal = { kind: "line", x: [-SPAN, SPAN], y: [-SPAN, SPAN], colour: "muted", size: 1, dash: true };
  const members = GROUPS.map(([from, to]) =>
    [...toy.heads.keys()].filter((i) => toy.heads[i] >= from && toy.heads[i] <= to),
  );
  return {
    node: chart.node,
    /** @param {End} end */
    draw({ mu, trueMu, trail, variance, true_variance: truth }) {
      /** @type {Mark[]} */
      const paths = trail.paths.map(({ x, y }, i) => ({
        kind: "line",
        x,
        y,
        colour: "text",
        size: 1,
        opacity: 0.6,
        label: i ? "" : "paths of five",
      }));
      /** @type {Mark[]} */
      const dots = GROUPS.map(([from, to, colour], g) => ({
        kind: "dots",
        x: members[g].map((i) => mu[i]),
        y: members[g].map((i) => trueMu[i]),
        colour,
        size: 3.5,
        opacity: 0.8,
        label: `${from}\u2013${to} heads`,
      }));
      chart.set({
        marks: [diagonal, ...paths, ...dots],
        label: `Plane of the two means: variance across ${variance.toFixed(3)}, upwards ${truth.toFixed(3)}`,
      });
    },
    close: chart.close,
  };
}

/**
 * Rate and loss along the run; the rate of the shipped run of the same name is dashed behind a live one.
 * @param {Toy} toy
 */
export function createTrail(toy) {
  const chart = createChart({
    test: "toy-along",
    height: 176,
    x: { label: "Training steps", min: 0 },
    y: { label: "Nats per sequence", min: 0 },
    label: "Along the run",
  });
  return {
    node: chart.node,
    /** @param {End} end @param {End} shipped */
    draw(end, shipped) {
      const { trail } = end;
      const lost = trail.nll.map((nll) => Math.max(0, nll - toy.entropy));
      /** @type {Mark[]} */
      const before = end.live
        ? [
            {
              kind: "line",
              x: shipped.trail.step,
              y: shipped.trail.rate,
              colour: "muted",
              size: 1,
              dash: true,
              label: "rate, shipped run",
            },
          ]
        : [];
      /** @type {Mark[]} */
      const marks = [
        ...before,
        { kind: "line", x: trail.step, y: trail.rate, colour: "accent", label: "rate" },
        { kind: "line", x: trail.step, y: lost, colour: "amber", label: "lost (\u2212log p(x) minus the entropy)" },
      ];
      chart.set({
        x: { max: Math.max(...shipped.trail.step) },
        y: { max: topOf([trail.rate, shipped.trail.rate, lost]) },
        marks,
        label: `Along the run: the rate is ${end.rate.toFixed(2)} nats`,
      });
    },
    close: chart.close,
  };
}

/**
 * The top of the axis, of few values, so that a live line does not move it at every frame.
 * @param {number[][]} lines
 */
function topOf(lines) {
  const most = Math.max(...lines.flat());
  return [0.05, 0.2, 0.5, 1, 2, 3, 4, 6].find((top) => top >= most) ?? most;
}
