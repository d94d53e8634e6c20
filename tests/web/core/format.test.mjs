import assert from "node:assert/strict";
import test from "node:test";
import { part } from "../modules.mjs";

const { fixed, nats, parseNumber } = await part("core/format");

test("numbers keep a real minus sign and zero has none", () => {
  assert.equal(fixed(-1.234), "\u22121.23");
  assert.equal(fixed(-0.001), "0.00");
  assert.equal(parseNumber("\u22121,5"), -1.5);
  assert.equal(parseNumber("nonsense"), null);
  assert.equal(parseNumber(" "), null);
});

test("nats have a decimal below 1,000 and their thousands set apart from there on", () => {
  assert.deepEqual([77.26, -33.35, 999.96, 328705.8, -23450.77].map(nats), [
    "77.3",
    "\u221233.4",
    "1,000",
    "328,706",
    "\u221223,451",
  ]);
});
