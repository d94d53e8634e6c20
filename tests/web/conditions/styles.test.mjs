import assert from "node:assert/strict";
import test from "node:test";
import { part } from "../modules.mjs";

const { createActions } = await part("workspace/actions");
const { EMPTY } = await part("workspace/state");
const { createStore } = await part("core/store");
const { FIRST_SEEDS, createStyles, drawStyle, rowsOf } = await part("conditions/styles");

const model = {
  digest: "d",
  latent_dim: 2,
  prior: { mu: [0, 0], logvar: [0, 0] },
  condition: { kind: "class", names: ["0", "1"] },
};

function setting() {
  const store = createStore({ ...EMPTY, model, z: Float32Array.of(1, 2), c: Float32Array.of(1, 0) });
  const actions = createActions(store);
  let next = 0;
  return { store, actions: { ...actions, ...createStyles(store, actions, () => (++next % 100) / 100) } };
}
const keys = (store) => rowsOf(store.get()).map(({ key }) => key);

test("at first there are samples of known seeds below the current z", () => {
  const { store } = setting();
  assert.deepEqual(keys(store), ["now", ...FIRST_SEEDS.map((seed) => `seed-${seed}`)]);
  assert.deepEqual(store.get().styles[0], drawStyle(store.get(), FIRST_SEEDS[0]));
});

test("a row that was removed comes back with undo, in its place", () => {
  const { store, actions } = setting();
  const before = keys(store);
  actions.removeStyle(FIRST_SEEDS[1]);
  assert.ok(!keys(store).includes(`seed-${FIRST_SEEDS[1]}`));
  actions.undo();
  assert.deepEqual(keys(store), before);
  actions.redo();
  assert.ok(!keys(store).includes(`seed-${FIRST_SEEDS[1]}`));
});

test("a kept row becomes a pin", () => {
  const { store, actions } = setting();
  const { z } = store.get().styles[2];
  actions.keepStyle(FIRST_SEEDS[2]);
  assert.deepEqual(
    store.get().pins.map((pin) => [pin.name, pin.z]),
    [["A", z]],
  );
  assert.deepEqual(keys(store).slice(0, 2), ["now", "pin-A"]);
  actions.undo();
  assert.equal(store.get().pins.length, 0);
  assert.equal(store.get().styles[2].z, z);
});

test("an added sample has another seed, and resampling leaves pins alone", () => {
  const { store, actions } = setting();
  actions.pin();
  actions.addStyle();
  assert.equal(store.get().styles.length, FIRST_SEEDS.length + 1);
  const before = store.get().styles.map(({ seed }) => seed);
  actions.renewStyles();
  assert.equal(store.get().styles.length, before.length);
  assert.ok(store.get().styles.every(({ seed }) => !before.includes(seed)));
  assert.equal(store.get().pins.length, 1);
});

test("taking a cell takes its z and class, whatever is locked; undo leads back", () => {
  const { store, actions } = setting();
  const { z } = store.get();
  actions.toggleLock(0);
  const row = rowsOf(store.get())[1];
  const c = Float32Array.of(0, 1);
  actions.takeStyle(row, c, "Took it.");
  assert.equal(store.get().z, row.z);
  assert.equal(store.get().c, c);
  actions.undo();
  assert.equal(store.get().z, z);
});

test("a row is kept once, and undo removes no pin that was made since", () => {
  const { store, actions } = setting();
  const named = () =>
    store
      .get()
      .pins.map(({ name }) => name)
      .join("");
  actions.keepStyle(FIRST_SEEDS[0]);
  assert.ok(!keys(store).includes(`seed-${FIRST_SEEDS[0]}`));
  actions.pin();
  assert.equal(named(), "AB");
  actions.undo();
  actions.undo();
  assert.deepEqual([named(), keys(store).length], ["", 1 + FIRST_SEEDS.length]);
  actions.pin();
  actions.redo();
  assert.equal(named(), "A", "a new pin ends what could be redone");
  store.set({ styles: [{ seed: 7, z: store.get().z, c: store.get().c }] });
  actions.keepStyle(7);
  assert.deepEqual([named(), store.get().say], ["A", "This row is already pin A."]);
});
