import assert from "node:assert/strict";
import test from "node:test";
import { part } from "../../modules.mjs";

const { LAB_KEYS, SETTING_KEYS, along, changes, idle, needsFresh, settingsOf } = await part("collapse/lab/settings");
const state = Object.fromEntries(Object.entries(LAB_KEYS).map(([key, { default: value }]) => [key, value]));

test("every setting has a key of the address", () => {
  assert.deepEqual(
    SETTING_KEYS.filter((key) => !(key in LAB_KEYS)),
    [],
  );
  assert.deepEqual(settingsOf({ ...state, lab_beta: 8, lab_dim: 3 }), { ...settingsOf(state), beta: 8 });
});

test("beta moves while the run goes on; the size of z and the seed need a fresh one", () => {
  const now = settingsOf(state);
  const moved = changes(now, { ...now, beta: 8, sigma: 0 });
  assert.deepEqual(moved, { beta: 8, sigma: 0 });
  assert.equal(needsFresh(moved), false);
  for (const name of ["latent", "decoder", "batch_size", "posterior", "floor", "seed"])
    assert.ok(needsFresh({ [name]: 1, beta: 2 }), name);
});

test("free bits and a capacity are two objectives: the one that is set takes the other back", () => {
  assert.deepEqual(along({ lab_free_bits: 0.5 }), { lab_capacity: 0 });
  assert.deepEqual(along({ lab_capacity: 5 }), { lab_free_bits: 0 });
  assert.deepEqual(along({ lab_free_bits: 0 }), {});
});

test("a posterior with a floor starts with the published one", () => {
  assert.deepEqual(along({ lab_posterior: "delta" }), { lab_floor: 0.15 });
  assert.deepEqual(along({ lab_posterior: "free" }), { lab_floor: 0 });
});

test("what says nothing beside the other settings is greyed", () => {
  assert.deepEqual(idle(state), { lab_ramp: true, lab_floor: true, lab_context_dropout: true });
  assert.deepEqual(idle({ ...state, lab_capacity: 4, lab_posterior: "delta", lab_decoder: "autoregressive" }), {
    lab_ramp: false,
    lab_floor: false,
    lab_context_dropout: false,
  });
});
