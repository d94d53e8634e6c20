import assert from "node:assert/strict";
import test from "node:test";
import { part } from "../modules.mjs";

const { axesOf } = await part("map/axes");
const { exactCode, exactPlace, isExact, mapOf } = await part("map/shown");

const PRIOR = { mu: [0, 0], logvar: [0, 0] };
const codesOf = (latent, maps = {}) => ({ n: 2, latent, mu: new Float32Array(2 * latent), maps });

test("a state shows the stored map, a pair, or the prior's plane of two dimensions", () => {
  const umap = { name: "umap" };
  const codes = codesOf(3, { umap });
  assert.equal(mapOf({ codes, map: "umap" }), umap);
  assert.equal(mapOf({ codes, map: "z2-z0" }).name, "z2-z0");
  assert.equal(mapOf({ codes, map: "z2-z3" }), null);
  for (const map of ["__proto__", "constructor", "toString", null]) assert.equal(mapOf({ codes, map }), null);
  assert.equal(mapOf({ codes, map: "manifold", model: { prior: PRIOR } }), null);
  assert.equal(mapOf({ codes: codesOf(2), map: "manifold", model: { prior: PRIOR } }).name, "manifold");
  assert.equal(mapOf({ codes: null, map: "umap" }), null);
});

test("on exact maps a place is a code and a code a place", () => {
  const pair = mapOf({ codes: codesOf(4), map: "z3-z1" });
  assert.ok(
    isExact(pair) &&
      isExact({ name: "axes", params: { x: 0, y: 1 } }) &&
      !isExact({ name: "umap", params: { neighbours: 15 } }),
  );
  const z = Float32Array.of(1, 2, 3, 4);
  assert.deepEqual(exactPlace(pair, z), [4, 2]);
  assert.deepEqual([...exactCode(pair, z, null, [-1, -2])], [1, -2, 3, -1]);
  const plane = mapOf({ codes: codesOf(2), map: "manifold", model: { prior: PRIOR } });
  assert.ok(isExact(plane));
  const there = exactCode(plane, Float32Array.of(0, 0), null, [0.25, 0.75]);
  exactPlace(plane, there).forEach((one, axis) => assert.ok(Math.abs(one - [0.25, 0.75][axis]) < 1e-7));
});

test("the axes of maps that are made here are named", () => {
  assert.deepEqual(axesOf(mapOf({ codes: codesOf(4), map: "z3-z1" })), ["z3", "z1"]);
  assert.deepEqual(axesOf(mapOf({ codes: codesOf(2), map: "manifold", model: { prior: PRIOR } })), [
    "\u03a6(z0)",
    "\u03a6(z1)",
  ]);
});
