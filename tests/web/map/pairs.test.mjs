import assert from "node:assert/strict";
import test from "node:test";
import { part } from "../modules.mjs";

const { pairMap, pairName, pairOf, pairWith } = await part("map/pairs");

test("a pair's name is read back, and no other name is one", () => {
  assert.deepEqual(pairOf(pairName(3, 7), 16), [3, 7]);
  assert.deepEqual(pairOf("z0-z10", 11), [0, 10]);
  for (const name of ["umap", "axes", "z3-z3", "z3-z16", "z03-z4", "z3", "z-1-z2", "z3-z7 ", "z1000-z1"])
    assert.equal(pairOf(name, 16), null, name);
});

test("a pair's map is two columns of the codes, made once", () => {
  const codes = { n: 2, latent: 3, mu: Float32Array.of(1, 2, 3, 4, 5, 6) };
  const map = pairMap(codes, 2, 0);
  assert.deepEqual([...map.points], [3, 1, 6, 4]);
  assert.deepEqual(map.params, { x: 2, y: 0 });
  assert.equal(pairMap(codes, 2, 0), map);
  assert.notEqual(pairMap({ ...codes }, 2, 0), map);
});

test("a dimension that the other axis has changes places with it", () => {
  assert.deepEqual(pairWith([1, 2], 0, 5), [5, 2]);
  assert.deepEqual(pairWith([1, 2], 1, 5), [1, 5]);
  assert.deepEqual(pairWith([1, 2], 0, 2), [2, 1]);
  assert.deepEqual(pairWith([1, 2], 1, 1), [2, 1]);
});
