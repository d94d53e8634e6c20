import assert from "node:assert/strict";
import test from "node:test";
import { part } from "../modules.mjs";

const { createStore } = await part("core/store");

test("a listener is called at once, and then for its own keys only", () => {
  const store = createStore({ a: 1, b: 2 });
  const values = [];
  store.watch(["a"], ({ a }) => values.push(a));
  store.set({ b: 3 });
  store.set({ a: 4 });
  assert.deepEqual(values, [1, 4]);
});

test("the same value is no change", () => {
  const z = new Float32Array(2);
  const store = createStore({ z });
  let calls = 0;
  store.watch(["z"], () => calls++);
  store.set({ z });
  assert.equal(calls, 1);
});

test("a stopped listener is not called", () => {
  const store = createStore({ a: 1 });
  let calls = 0;
  store.watch(["a"], () => calls++)();
  store.set({ a: 2 });
  assert.equal(calls, 1);
});

test("state cannot be changed behind the store's back", () => {
  const store = createStore({ a: 1 });
  assert.throws(() => (store.get().a = 2), TypeError);
});
