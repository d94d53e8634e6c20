import assert from "node:assert/strict";
import test from "node:test";
import { part } from "../modules.mjs";

const { fixed, parseNumber } = await part("shell/format");

test("numbers keep a real minus sign and zero has none", () => {
  assert.equal(fixed(-1.234), "\u22121.23");
  assert.equal(fixed(-0.001), "0.00");
  assert.equal(parseNumber("\u22121,5"), -1.5);
  assert.equal(parseNumber("nonsense"), null);
  assert.equal(parseNumber(" "), null);
});
