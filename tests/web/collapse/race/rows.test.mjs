import assert from "node:assert/strict";
import test from "node:test";
import { part } from "../../modules.mjs";
import { SCHEMA } from "../../schema.mjs";

const { COLUMNS, added, nextSort, ownRows, priced, shippedRows, sorted } = await part("collapse/race/rows");

const { a: BASE } = SCHEMA.race.first;
const REMEDIES = [
  { key: "baseline", title: "Baseline", paper: "Chen", settings: BASE },
  { key: "weaker", title: "Weaker decoder", paper: "Bowman", settings: { ...BASE, decoder: "mlp" } },
];
const figures = (elbo, rate) => ({
  elbo,
  rate,
  information: rate,
  distortion: elbo.map((one, i) => -one - rate[i]),
  active: [1, 2],
  active_kl: [0, 1],
  seconds: [4, 6],
});
const TABLE = {
  steps: 3000,
  seeds: [0, 1],
  rows: [
    { remedy: REMEDIES[0], ...figures([-7, -6], [0, 0]) },
    { remedy: REMEDIES[1], ...figures([-10, -9], [3, 4]) },
  ],
};

test("a shipped row has each figure over its seeds", () => {
  const [baseline, weaker] = shippedRows(TABLE);
  assert.deepEqual(baseline.elbo, { mean: -6.5, sd: Math.SQRT1_2, min: -7, max: -6, n: 2 });
  assert.deepEqual(
    [weaker.title, weaker.note, weaker.rate.mean, weaker.seeds, weaker.own],
    ["Weaker decoder", "Bowman", 3.5, 2, false],
  );
});

test("the cost is how far the mean is below the best; a seed may be above it", () => {
  const [baseline, weaker] = priced(shippedRows(TABLE));
  assert.deepEqual(baseline.cost, { mean: 0, sd: Math.SQRT1_2, min: -0.5, max: 0.5, n: 2 });
  assert.deepEqual([weaker.cost.mean, weaker.cost.min, weaker.cost.max], [3, 2.5, 3.5]);
});

test("a row whose training diverged does not change the others' cost", () => {
  const [row] = shippedRows(TABLE);
  const [one, away] = priced([row, { ...row, elbo: { mean: NaN, min: NaN, max: NaN, n: 2 } }]);
  assert.equal(one.cost.mean, 0);
  assert.ok(Number.isNaN(away.cost.mean));
});

test("a column sorts in its own order first, then the other, then not at all", () => {
  const rows = priced(shippedRows(TABLE));
  const [elbo, cost] = COLUMNS;
  assert.deepEqual(
    ["", "-elbo", "elbo"].map((sort) => nextSort(sort, elbo)),
    ["-elbo", "elbo", ""],
  );
  assert.deepEqual(
    ["", "cost", "-cost", "-elbo"].map((sort) => nextSort(sort, cost)),
    ["cost", "-cost", "", "cost"],
  );
  assert.deepEqual(
    sorted(rows, "-rate").map(({ key }) => key),
    ["weaker", "baseline"],
  );
  assert.deepEqual(
    sorted(rows, "rate").map(({ key }) => key),
    ["baseline", "weaker"],
  );
  assert.equal(sorted(rows, "nothing"), rows);
});

/** The last frame of a race of two seeds and three points; only the last point of a curve counts. */
function frame(steps = 40) {
  const curves = (...ends) => Float32Array.from(ends.flatMap((seeds) => seeds.flatMap((end) => [99, 98, end])));
  const head = {
    step: steps,
    steps,
    seeds: [0, 1],
    figures: ["rate", "distortion", "elbo", "active", "active_kl"],
    groups: [],
  };
  head.groups.push({ name: "a", settings: { ...BASE, decoder: "mlp", seed: 0 }, seconds: 2, information: [1, 2] });
  head.groups.push({ name: "b", settings: { ...BASE, beta: 3, seed: 0 }, seconds: 3, information: [0, 0] });
  return {
    head,
    arrays: {
      points: Float32Array.of(0, 20, 40),
      "a.curves": curves([1, 3], [4, 5], [-5, -8], [2, 2], [1, 2]),
      "b.curves": curves([0, 0], [7, 7], [-7, -7], [0, 0], [0, 0]),
    },
  };
}

test("a finished race leaves a row per side, of the figures where its curves end", () => {
  const [a, b] = ownRows(frame(), REMEDIES, "strong");
  assert.deepEqual(
    [a.title, a.own, a.steps, a.seeds, a.rate.mean, a.elbo.min, a.information.mean, a.seconds.mean],
    ["Weaker decoder", true, 40, 2, 2, -8, 1.5, 2],
  );
  assert.deepEqual([b.title, b.note, b.distortion.mean], ["Own settings", "beta 3", 7]);
});

test("the same race again replaces the one before; a longer one is added", () => {
  const once = ownRows(frame(), REMEDIES, "strong");
  assert.equal(added(once, ownRows(frame(), REMEDIES, "strong")).length, 2);
  assert.equal(added(once, ownRows(frame(), REMEDIES, "hasty")).length, 4);
  assert.equal(added(once, ownRows(frame(80), REMEDIES, "strong")).length, 4);
});
