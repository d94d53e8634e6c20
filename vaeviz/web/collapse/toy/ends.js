/**
 * The toy's figures as the server sends them: shipped ends of runs, and frames of one that trains; both are read alike.
 */

/** @import { Packed, Settings } from "../../core/types.js" */

/**
 * Figures of a run, in nats per sequence but for the variances and the number of active units.
 * @typedef {{ nll: number, lost: number, elbo: number, rate: number, variance: number, true_variance: number, active:
 * number }} Figures
 */
/**
 * Posteriors of one sequence: the true one at the points of z, the mean and deviation of q.
 * @typedef {{ p: Float32Array, mu: number, sd: number }} Posteriors
 */
/**
 * Figures along a run, and the paths of the marked sequences in the plane.
 * @typedef {{ step: number[], nll: number[], rate: number[], elbo: number[], paths: { x: number[], y: number[] }[] }}
 * Trail
 */

/**
 * A run as it is shown: where it stands, its means over sequences, posteriors and trail. Only a live one has steps.
 * @typedef {object} EndFacts
 * @property {string} run
 * @property {number} seed
 * @property {boolean} live - whether it trains here, or did
 * @property {number} [step]
 * @property {number} [total] - steps of the whole run
 * @property {number} [measured] - step of the figures
 * @property {boolean} [finished]
 * @property {Float32Array} mu - posterior means of the shown sequences
 * @property {Float32Array} trueMu - means of the true posteriors
 * @property {Posteriors[]} posteriors
 * @property {Trail} trail
 */
/** @typedef {EndFacts & Figures} End */

/**
 * What is shipped, and the sequences that are shown.
 * @typedef {object} Toy
 * @property {string[]} decoders
 * @property {string[]} remedies
 * @property {number[]} seeds
 * @property {Record<string, { label: string, says: string }>} words - of every run
 * @property {number} entropy - of the data, nats
 * @property {number} active_above - variance of the mean above which a unit is active
 * @property {string} command
 * @property {string} hardware
 * @property {Uint8Array[]} tosses - 0 or 1, a row per sequence
 * @property {number[]} heads - of each sequence
 * @property {number[]} picked - sequences whose posteriors are drawn
 * @property {number[]} z - points of the posteriors
 * @property {number} sequences - how many there are
 * @property {(run: string) => (Figures & { run: string, seed: number })[]} rows - ends of a run, one per seed
 * @property {(seed: number) => number} seedOf - the seed itself, or the first one if it is not shipped
 * @property {(run: string, seed: number) => End} at - the shipped end of a run
 * @property {(run: string, seed: number) => End} beginning - what is shown before the first frame of a run
 */

const PARTS = ["mu", "true_mu", "posterior", "q_mu", "q_sd", "trail"];
const NUMBERS = /** @type {const} */ (["nll", "lost", "elbo", "rate", "variance", "true_variance", "active"]);
const NO_REMEDY = "none";

/** @param {Packed} facts @returns {Toy} */
export function readToy({ head, arrays }) {
  /** @type {Record<string, number[]>} */
  const shapes = Object.fromEntries(head.arrays.map((/** @type {any} */ { name, shape }) => [name, shape]));
  const [shown, length] = shapes.tosses;
  const points = shapes.posterior[shapes.posterior.length - 1];
  /** @type {Uint8Array[]} */
  const tosses = Array.from({ length: shown }, (_, i) => arrays.tosses.subarray(i * length, (i + 1) * length));
  const at = (/** @type {string} */ run, /** @type {number} */ seed) => shippedEnd({ head, arrays }, shapes, run, seed);
  return {
    ...head,
    tosses,
    heads: tosses.map((row) => row.reduce((sum, toss) => sum + toss, 0)),
    picked: [...arrays.picked],
    z: Array.from({ length: points }, (_, i) => -head.edge + (2 * head.edge * i) / (points - 1)),
    sequences: 2 ** length,
    rows: (run) => head.rows.filter((/** @type {any} */ row) => row.run === run),
    seedOf: (seed) => (head.seeds.includes(seed) ? seed : head.seeds[0]),
    at,
    beginning: (run, seed) =>
      head.remedies.includes(run) ? collapsedStart(at(run, seed), at("pretrained", seed)) : at(run, seed),
  };
}

/**
 * What a remedy begins with: the collapsed model, and the first point of its own trail.
 * @param {End} end @param {End} collapsed @returns {End}
 */
function collapsedStart({ run, trail: { step, nll, rate, elbo, paths } }, collapsed) {
  const first = (/** @type {number[]} */ values) => values.slice(0, 1);
  const trail = {
    step: first(step),
    nll: first(nll),
    rate: first(rate),
    elbo: first(elbo),
    paths: paths.map(({ x, y }) => ({ x: first(x), y: first(y) })),
  };
  return { ...collapsed, run, live: true, measured: 0, total: step[step.length - 1], trail };
}

/**
 * @param {Packed} facts @param {Record<string, number[]>} shapes @param {string} run @param {number} seed
 * @returns {End}
 */
function shippedEnd({ head, arrays }, shapes, run, seed) {
  const [i, j] = [head.runs.indexOf(run), head.seeds.indexOf(seed)];
  const cut = (/** @type {string} */ name) => {
    const size = shapes[name].slice(2).reduce((product, side) => product * side, 1);
    const from = (i * head.seeds.length + j) * size;
    return arrays[name].subarray(from, from + size);
  };
  const row = head.rows.find((/** @type {any} */ one) => one.run === run && one.seed === seed);
  return { ...row, live: false, ...parts(Object.fromEntries(PARTS.map((name) => [name, cut(name)])), shapes.trail[3]) };
}

/** A frame of the worker. @param {Packed} frame @returns {End} */
export function readFrame({ head, arrays }) {
  const { seed, step, total, measured, finished } = head;
  const columns = head.arrays.find((/** @type {any} */ { name }) => name === "trail").shape[1];
  const figures = /** @type {Figures} */ (Object.fromEntries(NUMBERS.map((name) => [name, head[name]])));
  return { run: runOf(head), seed, step, total, measured, finished, live: true, ...figures, ...parts(arrays, columns) };
}

/**
 * The settings of the worker for one run: a remedy begins with the collapsed model.
 * @param {Toy} toy @param {string} run @param {number} seed
 */
export function settingsOf({ remedies }, run, seed) {
  return remedies.includes(run)
    ? { decoder: "pretrained", remedy: run, seed }
    : { decoder: run, remedy: NO_REMEDY, seed };
}

/** The run that such settings are of. @param {Settings} settings @returns {string} */
export const runOf = ({ decoder, remedy }) => (remedy === NO_REMEDY ? decoder : remedy);

/** @param {Record<string, any>} arrays @param {number} columns - of the trail */
function parts({ mu, true_mu: trueMu, posterior, q_mu, q_sd, trail }, columns) {
  const each = q_mu.length;
  const points = posterior.length / each;
  const posteriors = Array.from({ length: each }, (_, i) => ({
    p: posterior.subarray(i * points, (i + 1) * points),
    mu: q_mu[i],
    sd: q_sd[i],
  }));
  return { mu, trueMu, posteriors, trail: readTrail(trail, columns, each) };
}

/**
 * Rows of the trail by column.
 * @param {Float32Array} values @param {number} columns @param {number} each - how many sequences are marked
 * @returns {Trail}
 */
function readTrail(values, columns, each) {
  const rows = values.length / columns;
  const column = (/** @type {number} */ j) => Array.from({ length: rows }, (_, i) => values[i * columns + j]);
  const paths = Array.from({ length: each }, (_, i) => ({ x: column(4 + i), y: column(4 + each + i) }));
  return { step: column(0), nll: column(1), rate: column(2), elbo: column(3), paths };
}
