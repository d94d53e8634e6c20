import assert from "node:assert/strict";
import test from "node:test";
import { part } from "../../modules.mjs";

const { distortionOf, levels, staircase, waterFilling } = await part("collapse/theory/theory");
const { readLinear, setOf, trainedAt } = await part("collapse/theory/linear-runs");

const VALUES = Float64Array.of(4, 2, 1, 0.25);
const near = (a, b) => assert.ok(Math.abs(a - b) < 1e-9, `${a} is not ${b}`);

test("what is above the level lives, at half the log of the ratio; the error is the sum of the lesser ones", () => {
  const found = waterFilling(VALUES, 1, 4);
  assert.equal(found.active, 2);
  near(found.rates[0], Math.log(2));
  near(found.rates[1], Math.log(2) / 2);
  near(found.rate, 1.5 * Math.log(2));
  near(found.error, 1 + 1 + 1 + 0.25);
  near(found.kept, 2);
  near(found.lost, 1.25);
});

test("no more live than there are dimensions, and none under an infinite level", () => {
  near(waterFilling(VALUES, 0.1, 1).error, 0.1 + 3.25);
  const none = waterFilling(VALUES, Infinity);
  assert.equal(none.active, 0);
  near(none.error, 7.25);
  near(none.rate, 0);
});

test("the staircase falls by one at each eigenvalue in sight", () => {
  const { x, y } = staircase(VALUES, 3, 0.5, 8);
  assert.deepEqual(x, [0.5, 1, 2, 4, 8]);
  assert.deepEqual(y, [3, 2, 1, 0, 0]);
});

test("levels are equal factors apart; a distortion is the density's", () => {
  levels(1, 100, 3).forEach((level, i) => near(level, [1, 10, 100][i]));
  near(distortionOf(0, 1, 2), Math.log(2 * Math.PI));
  near(distortionOf(3, 0.5, 0), 3);
});

/** Two runs of two dimensions on a set of four pixels, and another spectrum. */
function facts() {
  const head = {
    spectra: [
      { dataset: "digits", split: "train", images: 5, pixels: 4 },
      { dataset: "mnist", split: "train", images: 9, pixels: 2 },
    ],
    settings: { latent: 2, s2: 0.5 },
    betas: [2, 6],
    fitted_betas: [6],
    fitted: { epochs: 7 },
  };
  const arrays = {
    "spectrum.digits": Float32Array.from(VALUES),
    "spectrum.mnist": Float32Array.of(3, 1),
    rate: Float32Array.of(0.7, 0.3, 0.1, 0),
    active: Uint8Array.of(2, 1),
    squared_error: Float32Array.of(3.2, 6.1),
    "fitted.rate": Float32Array.of(0.2, 0.01),
    "fitted.active": Uint8Array.of(1),
    "fitted.squared_error": Float32Array.of(6.2),
  };
  return { head, arrays };
}

test("a trained run stands beside the theory of its own level", () => {
  const linear = readLinear(facts());
  assert.deepEqual(
    linear.runs.map(({ level, active, theory }) => [level, active, theory.active]),
    [
      [1, 2, 2],
      [3, 1, 1],
    ],
  );
  const set = setOf(linear, "digits");
  assert.equal(trainedAt(set.runs, 1.001).beta, 2);
  assert.equal(trainedAt(set.runs, 1.1), null);
  assert.equal(trainedAt(set.fitted, 3).active, 1);
  assert.equal(linear.epochs, 7);
});

test("a set without trained runs has a dimension an axis", () => {
  const set = setOf(readLinear(facts()), "mnist");
  assert.equal(set.latent, 2);
  assert.equal(set.limit, "2 axes");
  assert.deepEqual([set.runs, set.fitted], [[], []]);
});
