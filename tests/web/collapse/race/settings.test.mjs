import assert from "node:assert/strict";
import test from "node:test";
import { part } from "../../modules.mjs";

const { NAMES, RACE_KEYS, along, differences, idleOf, keyOf, patchOf, remedyOf, same, settingsOf } =
  await part("collapse/race/settings");

const defaults = Object.fromEntries(Object.entries(RACE_KEYS).map(([key, { default: value }]) => [key, value]));
const BASE = settingsOf(defaults, "a");

test("side A starts as the baseline, side B as the baseline with free bits", () => {
  assert.deepEqual(differences(settingsOf(defaults, "b"), BASE), ["free bits 0.25"]);
  assert.deepEqual(differences(BASE, BASE), []);
});

test("settings go into the store and come back", () => {
  const wanted = { ...BASE, decoder: "mlp", beta: 3 };
  const patch = patchOf("b", wanted);
  assert.equal(Object.keys(patch).length, NAMES.length);
  assert.deepEqual(settingsOf({ ...defaults, ...patch }, "b"), wanted);
  assert.equal(patch[keyOf("b", "beta")], 3);
});

test("a seed, which no key stands for, is not put into the store", () => {
  assert.deepEqual(patchOf("a", { beta: 2, seed: 9 }), { race_a_beta: 2 });
});

test("what says nothing is greyed, told apart by nobody and named nowhere", () => {
  assert.deepEqual(idleOf(BASE), { ramp: true, floor: true, context_dropout: false });
  const other = { ...BASE, ramp: 900, floor: 0.3 };
  assert.ok(same(BASE, other));
  assert.deepEqual(differences(other, BASE), []);
  const warm = { ...other, schedule: "warm-up" };
  assert.ok(!same(warm, { ...warm, ramp: 500 }));
  assert.deepEqual(differences(warm, BASE), ["schedule warm-up", "ramp 900"]);
});

test("a remedy is known by its settings, whatever the seed", () => {
  const remedies = [
    { key: "baseline", settings: { ...BASE, seed: 0 } },
    { key: "mlp", settings: { ...BASE, decoder: "mlp", seed: 0 } },
  ];
  assert.equal(remedyOf({ ...BASE, decoder: "mlp" }, remedies).key, "mlp");
  assert.equal(remedyOf({ ...BASE, beta: 2 }, remedies), undefined);
});

test("a posterior brings its floor, free bits put a capacity out", () => {
  assert.deepEqual(along({ posterior: "batch-norm" }), { floor: 0.6 });
  assert.deepEqual(along({ free_bits: 0.5 }), { capacity: 0 });
  assert.deepEqual(along({ beta: 2 }), {});
});
