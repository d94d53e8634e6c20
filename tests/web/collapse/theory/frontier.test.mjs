import assert from "node:assert/strict";
import test from "node:test";
import { part } from "../../modules.mjs";

const { betaAt, frontierOf, objective, touched } = await part("collapse/theory/frontier");

const at = (rate, distortion) => ({ rate, distortion });
const POINTS = [at(0, 10), at(1, 6), at(2, 5.5), at(3, 2), at(6, 1), at(7, 3)];

test("the frontier is the lower hull, without what pays more for less", () => {
  assert.deepEqual(frontierOf(POINTS), [at(0, 10), at(1, 6), at(3, 2), at(6, 1)]);
});

test("a corner above the chord is no corner", () => {
  const hull = frontierOf([at(0, 10), at(1, 8), at(3, 1)]);
  assert.deepEqual(hull, [at(0, 10), at(3, 1)]);
});

test("a line of slope -beta touches where distortion + beta * rate is least", () => {
  for (const beta of [0.1, 0.5, 2, 3.5, 100]) {
    const found = touched(POINTS, beta);
    for (const point of POINTS) assert.ok(objective(point, beta) >= objective(found, beta));
  }
  assert.deepEqual(touched(POINTS, 100), at(0, 10));
  assert.deepEqual(touched(POINTS, 0.01), at(6, 1));
});

test("the beta read off at a corner's rate is one whose line touches that corner", () => {
  const hull = frontierOf([at(0, 20), at(1, 8), at(3, 4), at(6, 3)]);
  for (const corner of hull) assert.deepEqual(touched(hull, betaAt(hull, corner.rate)), corner);
  assert.ok(betaAt(hull, 0.5) > betaAt(hull, 2));
});
