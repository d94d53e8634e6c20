import assert from "node:assert/strict";
import test from "node:test";
import { part } from "../../modules.mjs";

const { curveOf, endsOf, ranked, summary } = await part("collapse/race/numbers");

test("a figure over seeds has its mean, its standard deviation, its least and its greatest", () => {
  assert.deepEqual(summary([1, 2, 6]), { mean: 3, sd: Math.sqrt(7), min: 1, max: 6, n: 3 });
  assert.ok(Number.isNaN(summary([4]).sd), "one seed has no spread");
});

test("a curve is the row of its name, seed by seed", () => {
  const flat = Float32Array.from([0, 0, 0, 0, /* elbo: seed 0 */ 1, 2, /* seed 1 */ 3, 6]);
  const { each, mean, min, max } = curveOf(flat, ["rate", "elbo"], "elbo", 2, 2);
  assert.deepEqual(
    each.map((one) => [...one]),
    [
      [1, 2],
      [3, 6],
    ],
  );
  assert.deepEqual(
    [mean, min, max],
    [
      [2, 4],
      [1, 2],
      [3, 6],
    ],
  );
});

test("dimensions are ranked within each seed, then taken together, and the array is left as it was", () => {
  const flat = Float32Array.from([1, 3, 2, 6, 0, 4]);
  assert.deepEqual(
    ranked(flat, 2).map(({ mean }) => mean),
    [4.5, 3, 0.5],
  );
  assert.deepEqual([...flat], [1, 3, 2, 6, 0, 4]);
});

test("an axis leaves out the start, where an untrained model is far off", () => {
  const curve = { min: [-900, -10, -8], max: [-900, -9, -7] };
  const { min, max } = endsOf([curve], 1);
  assert.ok(min < -10 && min > -11 && max > -7 && max < -6);
  assert.ok(endsOf([curve], 7).min > -9, "where there is no more than the start, its last point counts");
  assert.deepEqual(endsOf([], 3), { min: 0, max: 1 });
});
