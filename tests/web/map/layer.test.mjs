import assert from "node:assert/strict";
import test from "node:test";
import { part } from "../modules.mjs";

const { sizeAt } = await part("map/layer");

test("points grow with zoom and shrink with number", () => {
  assert.ok(sizeAt(1, 10000) < sizeAt(1, 300));
  assert.ok(sizeAt(8, 10000) > sizeAt(1, 10000));
});
