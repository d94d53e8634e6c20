import assert from "node:assert/strict";
import test from "node:test";
import { part } from "../modules.mjs";

const { nearest, blend } = await part("map/neighbours");

const close = (got, want, gap = 1e-5) =>
  want.forEach((value, i) => assert.ok(Math.abs(got[i] - value) < gap, `${[...got]} is not ${want}`));

test("nearest neighbours agree with sorting all distances", () => {
  const points = Float32Array.from({ length: 300 }, (_, i) => Math.sin(i * 12.9898) * 3);
  const distances = Array.from({ length: 100 }, (_, i) =>
    [0, 1, 2].reduce((sum, j) => sum + (points[3 * i + j] - 0.5) ** 2, 0),
  );
  const want = [...distances.keys()].sort((a, b) => distances[a] - distances[b]).slice(0, 5);
  assert.deepEqual([...nearest(points, 3, [0.5, 0.5, 0.5], 5).index], want);
});

test("fewer points than neighbours give what there is", () => {
  assert.deepEqual([...nearest(Float32Array.of(0, 0, 1, 1), 2, [1, 1], 8).index], [1, 0]);
});

test("a blend at a point is that point, and between two alike points their middle", () => {
  const points = Float32Array.of(0, 0, 2, 0);
  close(blend(points, 2, nearest(points, 2, [2, 0], 2)), [2, 0]);
  close(blend(points, 2, nearest(points, 2, [1, 0], 2)), [1, 0]);
  close(blend(points, 2, nearest(points, 2, [0.5, 0], 2)), [0.5, 0], 1e-6);
});
