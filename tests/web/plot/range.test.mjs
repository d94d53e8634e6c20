import assert from "node:assert/strict";
import test from "node:test";
import { part } from "../modules.mjs";

const { createSteps, tidy } = await part("plot/range");

test("a linear slider has the values themselves", () => {
  const steps = createSteps({ min: 0, max: 8, step: 0.1 });
  assert.deepEqual([steps.min, steps.max, steps.step, steps.of(2.5), steps.at(2.5)], [0, 8, 0.1, 2.5, 2.5]);
});

test("a logarithmic slider has round values, its ends exactly, and finds each value again", () => {
  const steps = createSteps({ min: 0.01, max: 100, log: true });
  assert.equal(steps.of(steps.min), 0.01);
  assert.equal(steps.of(steps.max), 100);
  for (const value of [0.01, 0.5, 1, 8, 32, 100]) {
    const again = steps.of(steps.at(value));
    assert.ok(Math.abs(Math.log(again / value)) < 0.03, `${value} came back as ${again}`);
  }
  assert.equal(steps.of(steps.at(1)), 1);
  for (let at = 0; at <= steps.max; at += 7)
    assert.ok(
      String(steps.of(at))
        .replace(/^0\.0*|\./g, "")
        .replace(/0+$/, "").length <= 2,
    );
});

test("a value has no more decimals than its steps", () => {
  assert.equal(tidy(0.30000000000000004, 0.1), 0.3);
  assert.equal(tidy(3.2, 1), 3);
});
