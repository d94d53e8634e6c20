import assert from "node:assert/strict";
import test from "node:test";
import { part } from "../modules.mjs";

const { drawn, everyClass, everyDraw, noise } = await part("compare/draws");

const modelOf = (size, more) => ({
  latent_dim: size,
  condition: null,
  prior: { mu: Array(size).fill(0), logvar: Array(size).fill(0) },
  ...more,
});
const THREE = { kind: "class", names: ["a", "b", "c"] };

test("one seed gives both models the same noise, the smaller one its first numbers", () => {
  const [row] = noise(7, 1, 4);
  const [large, small] = [drawn(modelOf(4), row, []), drawn(modelOf(2), row, [])];
  assert.deepEqual([...small], [...large.slice(0, 2)]);
  assert.deepEqual(noise(7, 3, 4), noise(7, 3, 4));
  assert.notDeepEqual(noise(8, 1, 4), noise(7, 1, 4));
});

test("samples have the prior's mean and standard deviation, on the grid", () => {
  const model = modelOf(1, { prior: { mu: [2], logvar: [2 * Math.log(0.5)] } });
  const values = noise(1, 4000, 1).map((row) => drawn(model, row, [])[0]);
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const deviation = Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length);
  assert.ok(Math.abs(mean - 2) < 0.03 && Math.abs(deviation - 0.5) < 0.03);
  assert.ok(values.every((value) => Math.abs(3200 * value - Math.round(3200 * value)) < 0.01));
});

test("all samples have one class; without classes they are unconditional", () => {
  const rows = noise(0, 2, 2);
  const batch = everyDraw(modelOf(2, { condition: THREE }), rows, 1);
  assert.deepEqual([...batch.c], [0, 1, 0, 0, 1, 0]);
  assert.equal(batch.n, 2);
  assert.equal(everyDraw(modelOf(2), rows, 1).c.length, 0);
});

test("one sample in every class is one z; without classes it is one image", () => {
  const [row] = noise(0, 1, 2);
  const every = everyClass(modelOf(2, { condition: THREE }), row);
  assert.deepEqual([...every.c], [1, 0, 0, 0, 1, 0, 0, 0, 1]);
  assert.deepEqual([...every.z.slice(0, 2)], [...every.z.slice(4, 6)]);
  assert.equal(everyClass(modelOf(2), row).n, 1);
});

test("under a learned prior the same noise is as many SDs from each class's own mean", () => {
  const prior = { mu: [1], logvar: [0], mu_weight: [[0, 2, 4]], logvar_weight: [[0, 0, 2 * Math.log(2)]] };
  const { z } = everyClass({ ...modelOf(1), prior, condition: THREE }, Float64Array.of(0.5));
  assert.deepEqual([...z], [1.5, 3.5, 6]);
});
