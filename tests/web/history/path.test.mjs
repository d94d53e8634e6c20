import assert from "node:assert/strict";
import test from "node:test";
import { part } from "../modules.mjs";
import { pinAt, setUp } from "./setting.mjs";

const { pathAt, pathCodes, pathText } = await part("history/path");
const { frameMs, thereAndBack } = await part("history/exports");

/** A at (0, 0) of class a, B at (2, 0), C at (2, 1) of class b. */
function pinned() {
  const set = setUp();
  pinAt(set, [0, 0]);
  pinAt(set, [2, 0]);
  pinAt(set, [2, 1], [0, 1]);
  return set;
}

test("every pin is met exactly, at equal shares of the path", () => {
  const { pins, ...rest } = pinned().store.get();
  for (const method of ["lerp", "slerp", "nearest"]) {
    const state = { ...rest, pins, path: { method } };
    pins.forEach((_, i) => {
      const { z, c } = pathAt(state, i / 2);
      assert.equal(z, pins[i].z);
      assert.equal(c, pins[i].c);
    });
  }
});

test("with three pins each pair spans half of the path, with its class mixed along it", () => {
  const state = pinned().store.get();
  assert.deepEqual([...pathAt(state, 0.25).z], [1, 0]);
  assert.deepEqual([...pathAt(state, 0.75).z], [2, 0.5]);
  assert.deepEqual([...pathAt(state, 0.25).c], [1, 0]);
  assert.deepEqual([...pathAt(state, 0.75).c], [0.5, 0.5]);
  assert.equal(pathText(state.pins), "A, B, C");
});

test("the nearest stored codes keep the path near the data", () => {
  const mu = Float32Array.from({ length: 40 }, (_, i) => (i % 2 ? 5 : 1 + i / 1000)); // all near (1, 5)
  const codes = { n: 20, latent: 2, mu };
  const state = { ...pinned().store.get(), codes, path: { method: "nearest" } };
  const { z } = pathAt(state, 0.1);
  assert.ok(Math.abs(z[0] - 1) < 0.05 && Math.abs(z[1] - 5) < 0.05, [...z].join());
  assert.deepEqual([...pathAt({ ...state, codes: null }, 0.25).z], [1, 0], "without codes it is the line");
});

test("the path is computed once, and anew for other pins, another way, other codes", () => {
  const { store, actions } = pinned();
  const first = pathCodes(store.get(), 9);
  assert.equal(first.length, 9);
  actions.followPath(0.3);
  assert.equal(pathCodes(store.get(), 9), first);
  actions.setMethod("slerp");
  const arc = pathCodes(store.get(), 9);
  assert.notEqual(arc, first);
  assert.notEqual(pathCodes({ ...store.get(), codes: {} }, 9), arc);
  actions.unpin("C");
  assert.notEqual(pathCodes(store.get(), 9), arc);
});

test("an animation goes there and back in 64 frames, at a speed a file can hold", () => {
  const places = thereAndBack(Array.from({ length: 33 }, (_, i) => i));
  assert.equal(places.length, 64);
  assert.deepEqual([places[0], places[32], places[33], places.at(-1)], [0, 32, 31, 1]);
  assert.deepEqual([1, 4, 16].map(frameMs), [30, 130, 500]);
  assert.equal(frameMs(0.1), 20);
  assert.equal(frameMs(600), 1000);
});
