import assert from "node:assert/strict";
import test from "node:test";
import { part } from "../../modules.mjs";

const { createFreshRuns } = await part("collapse/lab/fresh-runs");

test("a fresh run is found by its settings, in any order; another beta is another run", () => {
  const runs = createFreshRuns();
  runs.note({ beta: 1, seed: 0 }, { step: 900, active: 4, latent: 8 });
  const { active, latent, step } = runs.find({ seed: 0, beta: 1 });
  assert.deepEqual([active, latent, step], [4, 8, 900]);
  assert.equal(runs.find({ beta: 2, seed: 0 }), null);
});

test("a run is kept only once its dimensions have had time to settle", () => {
  const runs = createFreshRuns();
  runs.note({ beta: 1 }, { step: 399, active: 8, latent: 8 });
  assert.equal(runs.find({ beta: 1 }), null);
});

test("fresh runs that differ in beta alone are found together", () => {
  const runs = createFreshRuns();
  const stand = (active) => ({ step: 900, active, latent: 8 });
  runs.note({ beta: 1, seed: 0 }, stand(4));
  runs.note({ beta: 8, seed: 0 }, stand(3));
  runs.note({ beta: 4, seed: 1 }, stand(2));
  assert.deepEqual(runs.along({ seed: 0, beta: 2 }), [
    { beta: 1, active: 4 },
    { beta: 8, active: 3 },
  ]);
});
