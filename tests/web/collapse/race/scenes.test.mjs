import assert from "node:assert/strict";
import test from "node:test";
import { part } from "../../modules.mjs";
import { SCHEMA } from "../../schema.mjs";

const { entering, scenesOf } = await part("collapse/race/scenes");
const { raceSettings } = await part("collapse/run/keys");

test("a scene has its own arrays, under the names of its own file", () => {
  const [strong, hasty] = scenesOf({
    head: { scenes: [{ key: "strong" }, { key: "hasty" }] },
    arrays: { "strong.points": [1], "strong.warm-up.curves": [2], "hasty.points": [3] },
  });
  assert.deepEqual(strong.arrays, { points: [1], "warm-up.curves": [2] });
  assert.deepEqual(hasty.arrays, { points: [3] });
});

test("a scene is entered with its baseline against its rival", () => {
  const remedies = [
    { key: "baseline", settings: { beta: 1, seed: 0 } },
    { key: "other", settings: { beta: 2 } },
    { key: "warm-up", settings: { beta: 3 } },
  ];
  assert.deepEqual(entering({ key: "hasty", remedies, rival: "warm-up" }, raceSettings(SCHEMA)), {
    race_scene: "hasty",
    race_a_beta: 1,
    race_b_beta: 3,
  });
});
