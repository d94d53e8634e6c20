import assert from "node:assert/strict";
import test from "node:test";
import { part } from "../modules.mjs";

const { along } = await part("map/trail");

test("a share of a path is between the places it has", () => {
  const places = [
    [0, 0],
    [10, 0],
    [10, 20],
  ];
  assert.deepEqual(along(places, 0), [0, 0]);
  assert.deepEqual(along(places, 0.25), [5, 0]);
  assert.deepEqual(along(places, 0.5), [10, 0]);
  assert.deepEqual(along(places, 0.75), [10, 10]);
  assert.deepEqual(along(places, 1), [10, 20]);
  assert.deepEqual(along([[3, 4]], 1), [3, 4]);
});
