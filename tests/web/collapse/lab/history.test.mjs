import assert from "node:assert/strict";
import test from "node:test";
import { part } from "../../modules.mjs";

const { BINS, History, range } = await part("collapse/lab/history");

const at = (step, more = {}) => ({ step, beta: 1, rate: 2, distortion: 3, elbo: -5, active: 2, ...more });

test("a frame fills its bin of four steps and those since the frame before it", () => {
  const history = new History(2);
  history.add(at(0, { rate: 1 }), [0.25, 0.5]);
  history.add(at(13, { rate: 7 }), [1, 2]);
  assert.deepEqual([...history.line("rate")], [1, 7, 7, 7]);
  assert.deepEqual([...history.rates.subarray(0, 4)], [0.25, 1, 1, 1]);
  assert.deepEqual([...history.rates.subarray(BINS, BINS + 4)], [0.5, 2, 2, 2]);
  assert.deepEqual([...history.steps.subarray(0, 2)], [2, 6]);
});

test("when the bins are full every two become one: means of what is measured, the later of what is set", () => {
  const history = new History(1);
  for (let i = 0; i < BINS; i++) history.add(at(4 * i, { rate: i, beta: i % 2 ? 8 : 1, active: i }), [i]);
  assert.equal(history.n, BINS);
  history.add(at(4 * BINS, { rate: 9 }), [9]);
  assert.equal(history.stride, 8);
  assert.equal(history.span, 8 * BINS);
  assert.equal(history.n, BINS / 2 + 1);
  assert.deepEqual([...history.line("rate").subarray(0, 2)], [0.5, 2.5]);
  assert.deepEqual([...history.rates.subarray(0, 2)], [0.5, 2.5]);
  assert.equal(history.line("beta")[0], 8);
  assert.equal(history.line("active")[0], 1);
  assert.equal(history.line("rate").at(-1), 9);
});

test("an odd last bin is not halved with the empty one after it", () => {
  const history = new History(1);
  for (let i = 0; i < BINS - 1; i++) history.add(at(4 * i, { rate: 6, beta: 32 }), [6]);
  history.add(at(4 * BINS + 40, { rate: 6, beta: 32 }), [6]);
  assert.ok(history.line("rate").every((rate) => rate === 6));
  assert.ok(history.line("beta").every((beta) => beta === 32));
  assert.ok(history.rates.subarray(0, history.n).every((rate) => rate === 6));
});

test("a long jump folds as often as it must, and no array is made anew", () => {
  const history = new History(1);
  const { rates } = history;
  const { buffer } = history.line("rate");
  history.add(at(0), [1]);
  history.add(at(100_000), [3]);
  assert.ok(history.span > 100_000 && history.span / 2 <= 100_000);
  assert.equal(history.rates, rates);
  assert.equal(history.line("rate").buffer, buffer);
  assert.equal(history.rates[history.n - 1], 3);
});

test("a frame older than the newest is dropped", () => {
  const history = new History(1);
  history.add(at(40), [1]);
  history.add(at(20, { rate: 99 }), [9]);
  assert.ok(!history.line("rate").includes(99));
});

test("the range of lines has round ends, and leaves out the first bins, where an untrained model is far off", () => {
  const lines = (...all) => all.map((line) => Float32Array.from(line));
  assert.deepEqual(range(lines([900, 10, 21], [700, -1, 5]), 1), [-10, 30]);
  assert.deepEqual(range(lines([7.1]), 3), [7, 7.5]);
  assert.equal(range(lines([]), 3), null);
});

test("a spike of a few bins lies outside the range, and the line stays as it was", () => {
  const line = Float32Array.from({ length: 200 }, (_, i) => (i === 100 || i === 101 ? 500 : i / 20));
  assert.deepEqual(range([line], 0), [0, 10]);
  assert.equal(line[100], 500);
});

test("a range leaves out what is not finite", () => {
  assert.deepEqual(range([Float32Array.of(1, 5, NaN, Infinity)], 0), [0, 6]);
  assert.equal(range([Float32Array.of(NaN)], 0), null);
});
