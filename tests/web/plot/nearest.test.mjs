import assert from "node:assert/strict";
import test from "node:test";
import { part } from "../modules.mjs";

const { nearest, nearestFactor } = await part("plot/nearest");

test("the nearest value is found at both ends and between; of two as near, the first", () => {
  const steps = Int32Array.of(10, 20, 30, 40);
  assert.deepEqual(
    [1, 14, 15, 16, 31, 1e6].map((to) => nearest(steps, to)),
    [0, 0, 0, 1, 2, 3],
  );
});

test("by factor what counts is the ratio, in any order of the values", () => {
  const betas = [4, 0.5, 16];
  assert.deepEqual(
    [1.3, 1.5, 7.9, 8.1, 1e9].map((to) => nearestFactor(betas, to)),
    [1, 0, 0, 2, 2],
  );
  assert.equal(nearestFactor(betas, 0), 1);
});
