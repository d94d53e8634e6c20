/** What the pictures of causes say: the numbers behind their sentences. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { part } from "../../modules.mjs";
import { SCHEMA } from "../../schema.mjs";

const { lossOf, patchOf, rightWeight, show, stepsOf, varianceOf } = await part("collapse/theory/loss");
const { labOf, labWordsOf, nearestOf } = await part("collapse/theory/trap-run");
const { figureOf } = await part("collapse/theory/tight");
const { readRuns } = await part("collapse/theory/sigma");

const LOSS = {
  kind: "squared",
  reduction: "mean",
  weight: 1,
  kl_reduction: "sum",
  kl_weight: 1,
  pixels: 784,
  latents: 10,
  batch: 100,
};

test("a loss goes through the store's keys and back; what is left open stays", () => {
  const state = patchOf(LOSS);
  assert.deepEqual(lossOf(state), LOSS);
  assert.deepEqual(patchOf({ kind: "bernoulli", pixels: null }), { trap_kind: "bernoulli" });
});

test("the variance is that of Gaussian pixels, and there is a weight that mends the loss", () => {
  assert.equal(Math.round(varianceOf(LOSS)), 392);
  assert.equal(varianceOf({ ...LOSS, kind: "bernoulli" }), null);
  assert.ok(Math.abs(rightWeight(LOSS) - 1 / 392) < 1e-12);
});

test("the arithmetic is told part by part", () => {
  assert.match(stepsOf(LOSS), /784 times smaller.*twice the negative log density/);
  assert.match(stepsOf({ ...LOSS, kind: "bernoulli", reduction: "sum" }), /nothing to mend/);
  assert.match(stepsOf({ ...LOSS, reduction: "sum", kl_reduction: "total" }), /KL 100 times larger/);
});

test("numbers are written as a person would", () => {
  assert.deepEqual([784, 1.536, 0.00127551, 39200, 0.00000123].map(show), [
    "784",
    "1.54",
    "0.00128",
    "39,200",
    "1.23e\u22126",
  ]);
});

test("the nearest run is nearest as a factor", () => {
  const runs = [0.25, 1, 32, 784].map((beta) => ({ beta }));
  assert.deepEqual(
    [0.1, 0.6, 5, 300, 39200].map((beta) => nearestOf(runs, beta).beta),
    [0.25, 1, 1, 784, 784],
  );
});

test("the Laboratory trains the same objective: for squared error beta times sigma squared is what counts", () => {
  for (const kl_weight of [1e-5, 0.01, 1, 2.5]) {
    const loss = { ...LOSS, kl_weight };
    const { lab_beta: beta, lab_sigma: sigma } = labOf(loss, SCHEMA);
    assert.ok(sigma >= 0.01 && sigma <= 2);
    assert.ok(Math.abs((beta * sigma ** 2) / varianceOf(loss) - 1) < 2e-3);
  }
  assert.deepEqual(labOf({ ...LOSS, kind: "bernoulli" }, SCHEMA), {
    lab_schedule: "constant",
    lab_free_bits: 0,
    lab_capacity: 0,
    lab_beta: 784,
    lab_sigma: 0,
  });
  const bernoulli = { ...LOSS, kind: "bernoulli" };
  assert.match(labWordsOf(bernoulli, labOf(bernoulli, SCHEMA)), /optimal/);
});

test("what is beyond the Laboratory is not sent there", () => {
  const far = { ...LOSS, kl_reduction: "total" };
  assert.equal(labOf(far, SCHEMA), null);
  assert.match(labWordsOf(far, labOf(far, SCHEMA)), /ends at 1,000/);
});

test("two bars are one image's, or the mean of all", () => {
  const run = { rate: Float32Array.of(1, 3), gap: Float32Array.of(0, 1) };
  assert.equal(figureOf(run, "rate", 1), 3);
  assert.equal(figureOf(run, "rate", -1), 2);
  assert.equal(figureOf(run, "gap", -1), 0.5);
});

test("runs of several variances fall in their order, each with its own pictures", () => {
  const head = { latent: 2, runs: [{ s2: 1 }, { s2: 0.01 }, { s2: 0.1, optimal: true }] };
  const arrays = {
    originals: new Uint8Array(2),
    decoded: Uint8Array.of(1, 1, 2, 2, 3, 3),
    samples: new Uint8Array(6),
    rate: Float32Array.of(0, 0.2, 1, 2, 0, 0),
  };
  const { runs } = readRuns({ head, arrays });
  assert.deepEqual(
    runs.map(({ s2 }) => s2),
    [1, 0.1, 0.01],
  );
  assert.deepEqual(
    runs.map(({ decoded }) => decoded[0]),
    [1, 3, 2],
  );
  assert.deepEqual(
    runs.map(({ clear }) => clear),
    [1, 0, 2],
  );
});
