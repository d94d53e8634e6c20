import assert from "node:assert/strict";
import test from "node:test";
import { part } from "../../modules.mjs";
import { SCHEMA } from "../../schema.mjs";

const { differences, remedyOf } = await part("collapse/race/settings");

const { a: BASE, b: RIVAL } = SCHEMA.race.first;

test("side A starts as the baseline, side B as the baseline with free bits", () => {
  assert.deepEqual(differences(RIVAL, BASE), ["free bits 0.25"]);
  assert.deepEqual(differences(BASE, BASE), []);
});

test("what has no effect makes no difference", () => {
  const remedies = [{ key: "baseline", settings: BASE }];
  const other = { ...BASE, ramp: 900, floor: 0.3 };
  assert.equal(remedyOf(other, remedies).key, "baseline");
  assert.deepEqual(differences(other, BASE), []);
  const warm = { ...other, schedule: "warm-up" };
  assert.equal(remedyOf({ ...warm, ramp: 500 }, [{ key: "warm-up", settings: warm }]), undefined);
  assert.deepEqual(differences(warm, BASE), ["schedule warm-up", "ramp 900"]);
});

test("a remedy is known by its settings, whatever the seed", () => {
  const remedies = [
    { key: "baseline", settings: { ...BASE, seed: 3 } },
    { key: "mlp", settings: { ...BASE, decoder: "mlp" } },
  ];
  const { seed, ...settings } = BASE;
  assert.equal(remedyOf({ ...settings, decoder: "mlp" }, remedies).key, "mlp", `without the seed ${seed}`);
  assert.equal(remedyOf({ ...BASE, seed: 9 }, remedies).key, "baseline");
  assert.equal(remedyOf({ ...BASE, beta: 2 }, remedies), undefined);
});
