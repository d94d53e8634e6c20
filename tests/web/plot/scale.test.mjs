import assert from "node:assert/strict";
import test from "node:test";
import { part } from "../modules.mjs";

const { createScale, endsOf, stepOf, tickText, ticksOf } = await part("plot/scale");

test("a scale and its way back agree, upwards and in factors", () => {
  for (const axis of [
    { min: -2, max: 6 },
    { min: 0.01, max: 100, log: true },
  ]) {
    const scale = createScale(axis, 300, 20);
    assert.equal(scale.at(axis.min), 300);
    assert.ok(Math.abs(scale.at(axis.max) - 20) < 1e-9);
    for (const value of [0.5, 3]) assert.ok(Math.abs(scale.of(scale.at(value)) - value) < 1e-9);
  }
  const log = createScale({ min: 1, max: 100, log: true }, 0, 100);
  assert.ok(Math.abs(log.at(10) - 50) < 1e-9);
});

test("ticks are round, within the ends, and no more than fit", () => {
  assert.deepEqual(ticksOf({ min: 0, max: 37 }, 6), [0, 10, 20, 30]);
  assert.deepEqual(ticksOf({ min: -0.3, max: 0.3 }, 5), [-0.2, 0, 0.2]);
  assert.deepEqual(ticksOf({ min: 5, max: 5 }, 5), [5]);
  for (const [low, high] of [
    [0, 1],
    [3, 17.2],
    [-40, 1e4],
    [0.001, 0.0012],
  ]) {
    const ticks = ticksOf({ min: low, max: high }, 6);
    assert.ok(ticks.length >= 2 && ticks.length <= 7, `${low} to ${high}: ${ticks}`);
    assert.ok(ticks.every((tick) => tick >= low - 1e-9 && tick <= high + 1e-9));
  }
});

test("ticks of factors are 1, 2 and 5 where they fit, else powers of ten", () => {
  assert.deepEqual(ticksOf({ min: 0.5, max: 20, log: true }, 8), [0.5, 1, 2, 5, 10, 20]);
  assert.deepEqual(ticksOf({ min: 0.1, max: 1000, log: true }, 5), [0.1, 1, 10, 100, 1000]);
});

test("a step is a round part of the span", () => {
  assert.equal(stepOf(10, 5), 2);
  assert.equal(stepOf(0.7, 5), 0.2);
  assert.equal(stepOf(100, 4), 25);
});

test("open ends come from the values and are made round; closed ones stay", () => {
  assert.deepEqual(endsOf({}, [3, 17.2]), { min: 2.5, max: 17.5, log: false });
  assert.deepEqual(endsOf({ min: 0 }, [3, 17.2]), { min: 0, max: 20, log: false });
  assert.deepEqual(endsOf({}, [3, 17.2], false), { min: 3, max: 17.2, log: false });
  assert.deepEqual(endsOf({ log: true }, [0, 0.5, 40, NaN]), { min: 0.5, max: 40, log: true });
  assert.deepEqual(endsOf({}, []), { min: 0, max: 1, log: false });
  const level = endsOf({}, [7, 7]);
  assert.ok(level.min < 7 && level.max > 7);
});

test("a tick is written as short as it is exact", () => {
  assert.equal(tickText(12000), "12,000");
  assert.equal(tickText(-0.25), "\u22120.25");
  assert.equal(tickText(0), "0");
  assert.equal(tickText(2e6), "2e6");
  assert.equal(tickText(0.00001), "1e\u22125");
});
