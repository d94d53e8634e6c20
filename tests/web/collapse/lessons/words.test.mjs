import assert from "node:assert/strict";
import test from "node:test";
import { part } from "../../modules.mjs";

const { valueText, valuesIn } = await part("collapse/lessons/words");

test("values have three digits, large ones one decimal, words are themselves", () => {
  assert.equal(valueText(3.14259), "3.14");
  assert.equal(valueText(0.00503), "0.00503");
  assert.equal(valueText(0.000146), "0.00015");
  assert.equal(valueText(206.04), "206");
  assert.equal(valueText(-12.34), "\u221212.3");
  assert.equal(valueText("warm-up"), "warm-up");
  assert.equal(valueText(null), "\u2026");
});

test("the values in a text can be kept", () => {
  assert.deepEqual(
    valuesIn('<p><strong data-value="lab.active"></strong> of <strong data-value="lab.rate"></strong></p><p>none</p>', {
      "lab.active": 3,
      "lab.rate": 1.5,
      other: 1,
    }),
    { "lab.active": 3, "lab.rate": 1.5 },
  );
});
