import assert from "node:assert/strict";
import test from "node:test";
import { part } from "../modules.mjs";

const { split, valueText, valuesIn } = await part("lessons/words");

test("bold, italic, code and measured values are parted; all else is text, tags as well", () => {
  assert.deepEqual(split("a **b** *c* `d` <i>e</i>"), [
    { kind: "text", text: "a " }, { kind: "strong", text: "b" }, { kind: "text", text: " " }, { kind: "em", text: "c" },
    { kind: "text", text: " " }, { kind: "code", text: "d" }, { kind: "text", text: " <i>e</i>" },
  ]); // prettier-ignore
  assert.deepEqual(split("{lab.active} left", { "lab.active": 3 })[0], { kind: "strong", text: "3" });
  assert.deepEqual(split("{lab.active}", {}), [{ kind: "strong", text: "\u2026" }]);
  assert.deepEqual(split("2 * 3 * 4"), [{ kind: "text", text: "2 " }, { kind: "em", text: " 3 " }, { kind: "text", text: " 4" }]);
});

test("values have three figures, large ones one decimal, words are themselves", () => {
  assert.equal(valueText(3.14159), "3.14");
  assert.equal(valueText(0.00503), "0.00503");
  assert.equal(valueText(0.000146), "0.00015");
  assert.equal(valueText(206.04), "206");
  assert.equal(valueText(-12.34), "\u221212.3");
  assert.equal(valueText("warm-up"), "warm-up");
  assert.equal(valueText(null), "\u2026");
});

test("what a text tells can be kept", () => {
  assert.deepEqual(valuesIn(["{lab.active} of {lab.rate}", "none", "{lab.active}"], { "lab.active": 3, "lab.rate": 1.5, other: 1 }), { "lab.active": 3, "lab.rate": 1.5 });
});
