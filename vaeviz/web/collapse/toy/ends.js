/** The toy's figures as the server sends them: shipped ends of runs, and frames of one that trains; both read alike. */

const PARTS = ["mu", "true_mu", "posterior", "q_mu", "q_sd", "trail"];
const NUMBERS = ["nll", "lost", "elbo", "rate", "variance", "true_variance", "active"];

/** What is shipped: words of every run, the sequences, and `at(run, seed)`, the end of one run. */
export function readToy({ head, arrays }) {
  const shapes = Object.fromEntries(head.arrays.map(({ name, shape }) => [name, shape]));
  const [shown, length] = shapes.tosses;
  const points = shapes.posterior.at(-1);
  const toy = {
    ...head,
    tosses: Array.from({ length: shown }, (_, i) => arrays.tosses.subarray(i * length, (i + 1) * length)),
    picked: [...arrays.picked],
    z: Array.from({ length: points }, (_, i) => -head.edge + (2 * head.edge * i) / (points - 1)),
    sequences: 2 ** length,
    rows: (run) => head.rows.filter((row) => row.run === run),
    seedOf: (seed) => (head.seeds.includes(seed) ? seed : head.seeds[0]),
  };
  toy.heads = toy.tosses.map((tosses) => tosses.reduce((sum, toss) => sum + toss, 0));
  toy.at = (run, seed) => shippedEnd({ head, arrays, shapes }, run, seed);
  toy.beginning = (run, seed) => beginningOf(toy, run, seed);
  return toy;
}

/** What a run begins with, before its first frame has come: the collapsed model for a remedy; else the shipped end stays. */
function beginningOf(toy, run, seed) {
  const end = toy.at(run, seed);
  if (!toy.remedies.includes(run)) return end;
  const { step, nll, rate, elbo, paths } = end.trail;
  const first = (values) => values.slice(0, 1);
  const trail = {
    step: first(step),
    nll: first(nll),
    rate: first(rate),
    elbo: first(elbo),
    paths: paths.map(({ x, y }) => ({ x: first(x), y: first(y) })),
  };
  return { ...toy.at("pretrained", seed), run, live: true, measured: 0, total: step.at(-1), trail };
}

function shippedEnd({ head, arrays, shapes }, run, seed) {
  const [i, j] = [head.runs.indexOf(run), head.seeds.indexOf(seed)];
  const cut = (name) => {
    const size = shapes[name].slice(2).reduce((product, side) => product * side, 1);
    const from = (i * head.seeds.length + j) * size;
    return arrays[name].subarray(from, from + size);
  };
  const row = head.rows.find((one) => one.run === run && one.seed === seed);
  return { ...row, live: false, ...parts(Object.fromEntries(PARTS.map((name) => [name, cut(name)])), shapes.trail[3]) };
}

/** A frame of the worker. */
export function readFrame({ head, arrays }) {
  const { decoder, remedy, seed, step, total, measured, playing, finished } = head;
  const columns = head.arrays.find(({ name }) => name === "trail").shape[1];
  const numbers = Object.fromEntries(NUMBERS.map((name) => [name, head[name]]));
  return {
    run: remedy === "none" ? decoder : remedy,
    seed,
    step,
    total,
    measured,
    playing,
    finished,
    live: true,
    ...numbers,
    ...parts(arrays, columns),
  };
}

/** The settings of the worker for one run: a remedy begins with the collapsed model. */
export function settingsOf(toy, run, seed) {
  return toy.remedies.includes(run)
    ? { decoder: "pretrained", remedy: run, seed }
    : { decoder: run, remedy: "none", seed };
}

function parts({ mu, true_mu, posterior, q_mu, q_sd, trail }, columns) {
  const each = q_mu.length;
  const points = posterior.length / each;
  return {
    mu,
    trueMu: true_mu,
    posteriors: Array.from({ length: each }, (_, i) => ({
      p: posterior.subarray(i * points, (i + 1) * points),
      mu: q_mu[i],
      sd: q_sd[i],
    })),
    trail: readTrail(trail, columns, each),
  };
}

/** Rows of the trail by column; `paths` are those of the picked sequences in the plane. */
function readTrail(values, columns, each) {
  const rows = values.length / columns;
  const column = (j) => Array.from({ length: rows }, (_, i) => values[i * columns + j]);
  const paths = Array.from({ length: each }, (_, i) => ({ x: column(4 + i), y: column(4 + each + i) }));
  return { step: column(0), nll: column(1), rate: column(2), elbo: column(3), paths };
}
