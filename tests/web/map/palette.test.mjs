import assert from "node:assert/strict";
import test from "node:test";
import { part } from "../modules.mjs";

const { styleOf } = await part("map/palette");

test("no two of forty classes look alike, and of ten no two have the same colour", () => {
  const styles = Array.from({ length: 40 }, (_, i) => styleOf(i));
  assert.equal(new Set(styles.map((style) => JSON.stringify(style))).size, 40);
  assert.equal(new Set(styles.slice(0, 10).map(({ colour }) => colour)).size, 10);
  assert.deepEqual(
    styles.slice(8, 10).map(({ shape }) => shape),
    ["triangle", "square"],
  );
});
