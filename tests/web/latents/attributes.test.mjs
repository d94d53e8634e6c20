import assert from "node:assert/strict";
import test from "node:test";
import { part } from "../modules.mjs";

const { attributesOf, withChoice, withNumber } = await part("latents/attributes");

const model = {
  condition: {
    kind: "attributes",
    names: ["hair: bob", "hair: curls", "skin"],
    attributes: [
      { name: "hair", values: ["bob", "curls"], ends: [] },
      { name: "skin", values: [], ends: ["light", "deep"] },
    ],
  },
};

test("each attribute knows the first of its columns", () => {
  assert.deepEqual(
    attributesOf(model).map(({ name, at }) => [name, at]),
    [
      ["hair", 0],
      ["skin", 2],
    ],
  );
  assert.deepEqual(attributesOf({ condition: null }), []);
  assert.deepEqual(attributesOf({ condition: { kind: "class", names: ["a"], attributes: [] } }), []);
});

test("a number is clipped to its ends, a choice is exactly one", () => {
  const [hair, skin] = attributesOf(model);
  const c = Float32Array.of(1, 0, 0);
  assert.deepEqual([...withNumber(c, skin, 7)], [1, 0, 1]);
  assert.deepEqual([...withChoice(c, hair, 1)], [0, 1, 0]);
  assert.deepEqual([...c], [1, 0, 0], "the one before stays");
});
