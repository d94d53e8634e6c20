import assert from "node:assert/strict";
import test from "node:test";
import { part } from "../modules.mjs";
import { pinAt, setUp } from "./setting.mjs";

const { analogy } = await part("history/pinned");

const names = ({ store }) =>
  store
    .get()
    .pins.map(({ name }) => name)
    .join("");

test("pins take the first free letter, and eight are all", () => {
  const set = setUp();
  for (let i = 0; i < 8; i++) pinAt(set, [i, 0]);
  assert.equal(names(set), "ABCDEFGH");
  pinAt(set, [9, 9]);
  assert.equal(names(set), "ABCDEFGH");
  assert.match(set.store.get().say, /All 8 pins are used; remove one/);
  set.actions.unpin("C");
  set.actions.pin();
  assert.equal(names(set), "ABDEFGHC");
});

test("a point is pinned once", () => {
  const set = setUp();
  pinAt(set, [1, 2]);
  pinAt(set, [1, 2]);
  assert.equal(names(set), "A");
  assert.match(set.store.get().say, /already pin A/);
  pinAt(set, [1, 2], [0, 1]);
  assert.equal(names(set), "AB");
});

test("a pin is restored exactly, locks or not, and undo leads back", () => {
  const set = setUp();
  const { store, actions } = set;
  pinAt(set, [1, 2], [0, 1]);
  pinAt(set, [3, 4]);
  actions.toggleLock(0);
  actions.recall("A");
  assert.equal(store.get().z, store.get().pins[0].z);
  assert.equal(store.get().c, store.get().pins[0].c);
  assert.equal(store.get().source.text, "pin A");
  actions.undo();
  assert.deepEqual([...store.get().z], [3, 4]);
});

test("compare is a switch, and ends with its pin", () => {
  const set = setUp();
  pinAt(set, [1, 2]);
  pinAt(set, [3, 4]);
  set.actions.compare("A");
  set.actions.compare("B");
  assert.equal(set.store.get().compared, "B");
  set.actions.unpin("A");
  assert.equal(set.store.get().compared, "B");
  set.actions.unpin("B");
  assert.equal(set.store.get().compared, null);
  pinAt(set, [1, 2]);
  set.actions.compare("A");
  set.actions.compare("A");
  assert.equal(set.store.get().compared, null);
});

test("an analogy is a - b + c on the grid, under c's condition", () => {
  assert.deepEqual([...analogy([3, 1], [1, 0], [0.5, -4])], [2.5, -3]);
  const set = setUp();
  pinAt(set, [3, 1]);
  pinAt(set, [1, 0]);
  pinAt(set, [9.5, -4], [0, 1]);
  set.actions.goAnalogy("A", "B", "C");
  assert.deepEqual([...set.store.get().z], [10, -3], "clipped to the range of z");
  assert.deepEqual([...set.store.get().c], [0, 1]);
  assert.equal(set.store.get().source.text, "the analogy A \u2212 B + C");
});

test("locked dimensions stay in an analogy", () => {
  const set = setUp();
  pinAt(set, [3, 1]);
  pinAt(set, [1, 0]);
  pinAt(set, [0.5, -4]);
  set.actions.toggleLock(1);
  set.actions.goAnalogy("A", "B", "C");
  assert.deepEqual([...set.store.get().z], [2.5, -4]);
});
