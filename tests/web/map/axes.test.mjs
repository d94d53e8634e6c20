import assert from "node:assert/strict";
import test from "node:test";
import { part } from "../modules.mjs";

const { axesOf, ticks } = await part("map/axes");

test("axes have round numbers, and only where they have a meaning", () => {
  assert.deepEqual(
    ticks(-2.2, 3.1, 6).map(({ text }) => text),
    ["\u22122", "\u22121", "0", "1", "2", "3"],
  );
  assert.deepEqual(
    ticks(0.11, 0.29, 4).map(({ text }) => text),
    ["0.15", "0.20", "0.25"],
  );
  assert.deepEqual(axesOf({ name: "axes", params: { x: 1, y: 0 } }), ["z1", "z0"]);
  assert.deepEqual(axesOf({ name: "pca", basis: [] }), ["PC 1", "PC 2"]);
  assert.equal(axesOf({ name: "umap" }), null);
});
