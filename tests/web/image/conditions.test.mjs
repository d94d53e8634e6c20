import assert from "node:assert/strict";
import test from "node:test";
import { part } from "../modules.mjs";

const { conditionText } = await part("core/format");
const { chosen } = await part("image/conditions");

test("a click takes one class; with Shift classes mix evenly and leave again", () => {
  assert.deepEqual([...chosen([0, 1, 0], 2, false)], [0, 0, 1]);
  assert.deepEqual([...chosen([0, 1, 0], 2, true)], [0, 0.5, 0.5]);
  assert.deepEqual([...chosen([0, 1, 0], 1, true)], [0, 0, 0]);
  assert.equal(conditionText([0, 0.5, 0.5], ["a", "b", "c"]), "50% b + 50% c");
  assert.equal(conditionText([0, 0, 0], ["a", "b", "c"]), "none");
});
