import assert from "node:assert/strict";
import test from "node:test";
import { part } from "../modules.mjs";

const { widen } = await part("core/packing");

test("every kind of half is widened exactly", () => {
  const cases = [
    [0x0000, 0],
    [0x3c00, 1],
    [0xc000, -2],
    [0x3555, 0.333251953125],
    [0x7bff, 65504],
    [0x0001, 2 ** -24],
    [0x03ff, 1023 * 2 ** -24],
    [0x0400, 2 ** -14],
    [0x7c00, Infinity],
    [0xfc00, -Infinity],
  ];
  assert.deepEqual(
    [...widen(Uint16Array.from(cases, ([bits]) => bits))],
    cases.map(([, value]) => value),
  );
  assert.ok(Number.isNaN(widen(Uint16Array.of(0x7e00))[0]));
});
