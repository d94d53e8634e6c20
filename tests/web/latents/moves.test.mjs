import assert from "node:assert/strict";
import test from "node:test";
import { part } from "../modules.mjs";

const { canReset, canResetDim } = await part("latents/moves");
const { readSeed } = await part("latents/draws");
const { createActions } = await part("workspace/actions");
const { EMPTY } = await part("workspace/state");
const { createStore } = await part("core/store");
const { heldText } = await part("latents/place");

const MODEL = { latent_dim: 2, condition: null, class_names: [], prior: { mu: [0, 1], logvar: [0, Math.log(4)] } };

function setUp(more = {}) {
  const store = createStore({ ...EMPTY, model: MODEL, z: Float32Array.of(0.5, 0.5), ...more });
  return { store, actions: createActions(store, () => 0.25) };
}

test("a seed and a temperature determine a draw", () => {
  const { store, actions } = setUp();
  actions.setSeed(7);
  const first = store.get().z;
  actions.setSeed(8);
  assert.notDeepEqual([...store.get().z], [...first]);
  actions.setSeed(7);
  assert.deepEqual([...store.get().z], [...first]);
  assert.match(store.get().source.text, /seed 7$/);
});

test("the temperature scales the draw on show about the prior's mean", () => {
  const { store, actions } = setUp();
  actions.setSeed(7);
  const [a, b] = store.get().z;
  actions.setTemperature(0.5);
  const [half, other] = store.get().z;
  assert.ok(Math.abs(half - a / 2) < 4e-4 && Math.abs(other - (1 + (b - 1) / 2)) < 4e-4);
  actions.setTemperature(0);
  assert.deepEqual([...store.get().z], [0, 1]);
  actions.setTemperature(1);
  assert.deepEqual([...store.get().z], [a, b]);
});

test("a draw that was moved by hand does not follow the temperature", () => {
  const { store, actions } = setUp();
  actions.setSeed(7);
  actions.setDim(0, 2);
  const { z } = store.get();
  actions.setTemperature(0.5);
  assert.equal(store.get().z, z);
});

test("a lock holds under every draw and reset", () => {
  const { store, actions } = setUp();
  actions.toggleLock(1);
  for (const move of ["randomise", "samplePrior", "reset"]) {
    actions[move]();
    assert.equal(store.get().z[1], 0.5, move);
  }
  actions.setSeed(3);
  actions.setTemperature(2);
  actions.resetDim(1);
  assert.equal(store.get().z[1], 0.5);
  assert.notEqual(store.get().z[0], 0);
});

test("the source of z names the locked dimensions that were held back, and no others", () => {
  const state = { z: Float32Array.of(0.5, 0.1, 2), locks: [2, 1] };
  assert.equal(heldText(state, [0, 0.1, 2]), "");
  assert.equal(heldText(state, [0, 0, 2]), ", z1 locked");
  assert.equal(heldText(state, [0, 0, 1]), ", z1, z2 locked");
  assert.equal(heldText({ z: new Float32Array(5), locks: [0, 1, 2, 3, 4] }, [1, 1, 1, 1, 1]), ", 5 dimensions locked");
  const { store, actions } = setUp({ locks: [1] });
  actions.setSeed(7);
  assert.match(store.get().source.text, /seed 7, z1 locked$/);
  actions.reset();
  assert.equal(store.get().source.text, "the prior's mean, z1 locked");
});

test("the source of z notes a move by hand, from the prior's mean too", () => {
  const { store, actions } = setUp();
  actions.reset();
  const { source } = store.get();
  assert.equal(source.moved, undefined);
  actions.setDim(0, 1);
  assert.deepEqual(store.get().source, { ...source, moved: true });
  actions.reset();
  assert.deepEqual(store.get().source, source);
});

test("nothing to reset is neither done nor remembered", () => {
  const { store, actions } = setUp({ z: Float32Array.of(0, 0.5), locks: [1] });
  assert.equal(canReset(store.get()), false);
  assert.equal(canResetDim(store.get(), 1), false);
  actions.resetDim(0);
  actions.resetDim(1);
  assert.equal(store.get().past.length, 0);
});

test("a seed is a whole number that a link can keep", () => {
  assert.equal(readSeed(" 12 "), 12);
  assert.equal(readSeed("4294967295"), 4294967295);
  for (const text of ["", "-1", "1.5", "4294967296", "x"]) assert.equal(readSeed(text), null, text);
});
