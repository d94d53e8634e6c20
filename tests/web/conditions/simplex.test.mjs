import assert from "node:assert/strict";
import test from "node:test";
import { part } from "../modules.mjs";

const { cornersOf, normalised, pointOf, sumOf, weightsAt, withWeight } = await part("conditions/simplex");

const sum = (weights) => weights.reduce((total, weight) => total + weight, 0);
const close = (a, b, within = 1e-4) =>
  a.forEach((value, i) => assert.ok(Math.abs(value - b[i]) < within, `${[...a]} is not ${[...b]}`));

test("a corner is its class alone, the centre all of them equally", () => {
  for (const n of [2, 3, 5, 10, 12]) {
    const corners = cornersOf(n);
    corners.forEach((corner, i) =>
      close(
        weightsAt(corner, corners),
        corners.map((_, j) => Number(i === j)),
      ),
    );
    close(weightsAt([0, 0], corners), Array(n).fill(1 / n));
  }
});

test("an edge mixes its two ends alone, in proportion", () => {
  const corners = cornersOf(10);
  const [a, b] = [corners[3], corners[4]];
  const weights = weightsAt(
    [0, 1].map((axis) => 0.7 * a[axis] + 0.3 * b[axis]),
    corners,
  );
  close(weights, [0, 0, 0, 0.7, 0.3, 0, 0, 0, 0, 0]);
});

test("the weights of a point lead back to it, are positive and sum to 1", () => {
  const corners = cornersOf(7);
  for (const point of [
    [0.2, -0.3],
    [-0.5, 0.4],
    [0, 0.85],
  ]) {
    const weights = weightsAt(point, corners);
    close(pointOf(weights, corners), point);
    assert.ok(weights.every((weight) => weight >= 0));
    assert.ok(Math.abs(sum(weights) - 1) < 1e-6);
  }
});

test("a point outside the polygon counts as the nearest on its boundary", () => {
  const corners = cornersOf(4);
  close(weightsAt([0, -5], corners), [1, 0, 0, 0]);
  close(weightsAt([3, -3], corners), [0.5, 0.5, 0, 0]);
  close(weightsAt([7, 3], cornersOf(2)), [0, 1]);
});

test("one weight moves alone until the sum is 1; beyond that the others shrink in proportion", () => {
  close(withWeight([0.5, 0, 0.1], 1, 0.3), [0.5, 0.3, 0.1]);
  close(withWeight([0.5, 0.5, 0], 2, 0.5), [0.25, 0.25, 0.5]);
  close(withWeight([0.5, 0.5, 0], 2, 1), [0, 0, 1]);
  close(withWeight([0, 1, 0], 1, 0.4), [0, 0.4, 0]);
});

test("weights that sum to less than 1 can be normalised", () => {
  assert.ok(Math.abs(sumOf([0.5, 0.2]) - 0.7) < 1e-9);
  close(normalised([0.3, 0.1]), [0.75, 0.25]);
  close(normalised([0, 0]), [0, 0]);
});

test("weights lie on the grid of c and sum to exactly 1", () => {
  const corners = cornersOf(10);
  const steps = weightsAt([0.123, 0.456], corners).map((weight) => Math.round(weight * 27720));
  assert.equal(sum([...steps]), 27720);
});
