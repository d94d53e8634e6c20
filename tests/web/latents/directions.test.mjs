import assert from "node:assert/strict";
import test from "node:test";
import { part } from "../modules.mjs";

const { MOST, coordinate, freeName } = await part("latents/directions");
const { createActions } = await part("workspace/actions");
const { EMPTY } = await part("workspace/state");
const { createStore } = await part("core/store");

const MODEL = { latent_dim: 3, condition: null, class_names: [], prior: { mu: [0, 1, 0], logvar: [0, 0, 0] } };

function setUp(more = {}) {
  const store = createStore({ ...EMPTY, model: MODEL, z: Float32Array.of(0.5, 1, -1), ...more });
  return { store, actions: createActions(store, () => 0.25) };
}
const along = (store, vector) => coordinate(store.get().z, MODEL.prior, vector);
const close = (got, want, gap = 1e-3) => assert.ok(Math.abs(got - want) < gap, `${got} is not ${want}`);

test("a direction is a unit vector under a name of its own", () => {
  const { store, actions } = setUp();
  assert.equal(actions.addDirection(" slant ", [3, 0, 4]), "slant");
  assert.equal(actions.addDirection("slant", [0, 1, 0]), "slant 2");
  assert.equal(actions.addDirection("", [0, 1, 0]), "direction");
  const { directions, say } = store.get();
  assert.deepEqual(
    directions.map(({ name }) => name),
    ["slant", "slant 2", "direction"],
  );
  close(directions[0].vector[0], 0.6, 1e-6);
  assert.match(say, /direction is a slider now/);
  assert.equal(freeName(directions, "slant"), "slant 3");
});

test("a vector that is no direction is refused with a message", () => {
  const { store, actions } = setUp();
  assert.equal(actions.addDirection("none", [0, 0, 0]), null);
  assert.match(store.get().say, /no length/);
  assert.equal(actions.addDirection("none", [1, 0]), null);
  assert.match(store.get().say, /2 numbers does not fit 3 dimensions/);
  assert.equal(actions.addDirection("none", [NaN, 0, 1]), null);
  for (let i = 0; i < MOST; i++) actions.addDirection("many", [1, 0, i]);
  assert.equal(actions.addDirection("more", [1, 0, 0]), null);
  assert.match(store.get().say, /There are 16 directions already.*remove one first/);
});

test("a name may change, but not to nothing or to another's", () => {
  const { store, actions } = setUp();
  actions.addDirection("a", [1, 0, 0]);
  actions.addDirection("b", [0, 1, 0]);
  assert.equal(actions.renameDirection("a", " wide "), "wide");
  assert.equal(actions.renameDirection("wide", "b"), null);
  assert.equal(actions.renameDirection("wide", "  "), null);
  actions.removeDirection("b");
  assert.deepEqual(
    store.get().directions.map(({ name }) => name),
    ["wide"],
  );
});

test("sliding moves z along the vector and nowhere else", () => {
  const { store, actions } = setUp();
  actions.addDirection("a", [3, 0, 4]);
  const [{ vector }] = store.get().directions;
  const before = store.get().z;
  actions.slideDirection("a", 2);
  close(along(store, vector), 2);
  const step = 2 - coordinate(before, MODEL.prior, vector);
  store.get().z.forEach((value, j) => close(value, before[j] + step * vector[j]));
});

test("there and back is the very same place, however many steps it took", () => {
  const { store, actions } = setUp();
  actions.addDirection("a", [1, 2, 3]);
  const [{ vector }] = store.get().directions;
  const before = store.get().z;
  const start = along(store, vector);
  for (let i = 0; i < 200; i++) actions.slideDirection("a", Math.sin(i));
  actions.slideDirection("a", start);
  assert.deepEqual([...store.get().z], [...before]);
});

test("a locked dimension stays, and so does the slider where it was put", () => {
  const { store, actions } = setUp({ locks: [0] });
  actions.addDirection("a", [3, 0, 4]);
  const [{ vector }] = store.get().directions;
  actions.slideDirection("a", 1);
  assert.equal(store.get().z[0], 0.5);
  close(along(store, vector), 1);
  actions.addDirection("held", [1, 0, 0]);
  const { z } = store.get();
  actions.slideDirection("held", 2);
  assert.equal(store.get().z, z);
});

test("a lock taken between two slides holds where z is, not where the slide began", () => {
  const { store, actions } = setUp();
  actions.addDirection("a", [3, 0, 4]);
  actions.slideDirection("a", 2);
  const [at] = store.get().z;
  actions.toggleLock(0);
  actions.slideDirection("a", 1);
  assert.equal(store.get().z[0], at);
});

test("reset puts a direction at the prior's mean, and undo takes it back", () => {
  const { store, actions } = setUp();
  actions.addDirection("a", [0, 0, 1]);
  actions.resetDirection("a");
  assert.equal(store.get().z[2], 0);
  actions.undo();
  assert.equal(store.get().z[2], -1);
});
