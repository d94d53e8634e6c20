import assert from "node:assert/strict";
import test from "node:test";
import { part } from "../../modules.mjs";
import { SCHEMA } from "../../schema.mjs";

const { changes, consequences, idle } = await part("collapse/run/settings");
const settings = Object.fromEntries(
  Object.entries(SCHEMA.laboratory.properties).map(([name, { default: value }]) => [name, value]),
);

test("changes are those that are wanted otherwise, also within a side", () => {
  assert.deepEqual(changes(settings, { ...settings, beta: 8, sigma: 0 }), { beta: 8, sigma: 0 });
  const race = { a: settings, b: settings, seeds: 3 };
  assert.deepEqual(changes(race, { ...race, b: { ...settings, beta: 8 }, seeds: 2 }), { b: { beta: 8 }, seeds: 2 });
  assert.deepEqual(changes(race, { ...race }), {});
});

test("free bits and a capacity are two objectives: the one that is set resets the other", () => {
  assert.deepEqual(consequences({ free_bits: 0.5 }), { capacity: 0 });
  assert.deepEqual(consequences({ capacity: 5 }), { free_bits: 0 });
  assert.deepEqual(consequences({ free_bits: 0 }), {});
  assert.deepEqual(consequences({ beta: 2 }), {});
});

test("a posterior with a floor starts with the published one, unless a floor is set with it", () => {
  assert.deepEqual(consequences({ posterior: "delta" }), { floor: 0.15 });
  assert.deepEqual(consequences({ posterior: "batch-norm" }), { floor: 0.6 });
  assert.deepEqual(consequences({ posterior: "free" }), { floor: 0 });
  assert.deepEqual(consequences({ posterior: "batch-norm", floor: 0.8 }), {});
});

test("what has no effect beside the other settings is greyed", () => {
  assert.deepEqual(idle(settings), { ramp: true, floor: true, context_dropout: true });
  assert.deepEqual(idle({ ...settings, capacity: 4, posterior: "delta", decoder: "autoregressive" }), {
    ramp: false,
    floor: false,
    context_dropout: false,
  });
});
