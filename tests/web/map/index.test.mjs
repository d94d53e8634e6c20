import assert from "node:assert/strict";
import test from "node:test";
import { part } from "../modules.mjs";

const { PointIndex, indexOf } = await part("map/index");
const { blend, nearest } = await part("map/neighbours");
const { averageText, heldOutError } = await part("map/heldout");
const { normal, uniform } = await part("latents/gaussian");

const random = uniform(3);
const cloud = (n, width = 2) =>
  Float32Array.from({ length: width * n }, (_, at) => normal(random) + 6 * (Math.floor(at / width) % 3));
const LAYOUTS = {
  "a cloud": cloud(3000),
  "a grid with ties": Float32Array.from({ length: 800 }, (_, at) =>
    at % 2 ? Math.floor((at >> 1) / 20) : (at >> 1) % 20,
  ),
  "one place": new Float32Array(60).fill(2),
  "a line": Float32Array.from({ length: 400 }, (_, at) => (at % 2 ? 5 : at * at)),
  "one point": Float32Array.of(1, 2),
  "a ring, empty inside": Float32Array.from({ length: 3000 }, (_, at) => (at % 2 ? Math.cos : Math.sin)(at >> 1) * 20),
  "two heaps far from 0": Float32Array.from({ length: 600 }, (_, at) => 1e6 + (at % 4 < 2 ? 0 : 40) + random()),
};

for (const [name, points] of Object.entries(LAYOUTS)) {
  test(`the index finds what a scan finds: ${name}`, () => {
    const index = new PointIndex(points);
    for (let trial = 0; trial < 200; trial++) {
      const query = [random() * 60 - 20, random() * 60 - 20];
      if (trial % 4 === 0) query.splice(0, 2, points[0], points[1]);
      for (const k of [1, 8, 9]) {
        const [wanted, got] = [nearest(points, 2, query, k), index.nearest(query, k)];
        assert.deepEqual([...got.index], [...wanted.index]);
        assert.deepEqual([...got.distance], [...wanted.distance]);
      }
    }
  });
}

test("a pick reaches only so far", () => {
  const index = indexOf(Float32Array.of(0, 0, 10, 0));
  assert.equal(index.pick(0.5, 0, 1), 0);
  assert.equal(index.pick(5, 0, 4.9), -1);
  assert.equal(index.pick(7, 0, 100), 1);
  assert.equal(index.pick(-50, 0, 60), 0);
  assert.equal(indexOf(index.points), index);
});

test("the average of 8 codes near a place takes less than a millisecond at 10,000 codes", (t) => {
  const [points, mu] = [cloud(10_000), cloud(10_000, 16)];
  const index = new PointIndex(points);
  const times = Array.from({ length: 400 }, () => {
    const place = [random() * 20 - 4, random() * 20 - 4];
    const start = performance.now();
    blend(mu, 16, index.nearest(place, 8));
    return performance.now() - start;
  }).sort((a, b) => a - b);
  t.diagnostic(`median ${times[200].toFixed(4)} ms, 95th percentile ${times[380].toFixed(4)} ms`);
  assert.ok(times[200] < 1);
});

test("a place far from all of a million points is looked up as fast as one among them", (t) => {
  const index = new PointIndex(cloud(1_000_000));
  for (const [name, place] of [
    ["an empty corner", [18, -5]],
    ["far away", [400, -900]],
    ["among them", [6, 6]],
  ]) {
    const times = Array.from({ length: 60 }, (_, trial) => {
      const start = performance.now();
      index.nearest([place[0] + trial / 100, place[1]], 8);
      return performance.now() - start;
    }).sort((a, b) => a - b);
    t.diagnostic(`${name}: median ${times[30].toFixed(4)} ms, longest ${times[59].toFixed(4)} ms`);
    assert.ok(times[30] < 2);
  }
});

test("held-out error is 0 where codes are doubled, about 1 at random, null where places are codes", () => {
  const mu = cloud(600, 4);
  const doubled = Float32Array.from({ length: 4800 }, (_, at) => mu[at % 2400]);
  const map = {
    name: "umap",
    points: Float32Array.from({ length: 2400 }, (_, at) => doubled[4 * (at >> 1) + (at % 2)]),
  };
  assert.ok(heldOutError({ mu: doubled, latent: 4, n: 1200 }, map) < 0.01);
  const noise = { name: "umap", points: cloud(600) };
  const [lone] = [Float32Array.from({ length: 2400 }, () => normal(random))];
  const error = heldOutError({ mu: lone, latent: 4, n: 600 }, noise);
  assert.ok(error > 0.9 && error < 1.5, `${error}`);
  assert.equal(heldOutError({ mu, latent: 4, n: 600 }, { params: { x: 0, y: 1 }, points: noise.points }), null);
  assert.equal(heldOutError({ mu: mu.subarray(0, 32), latent: 4, n: 8 }, noise), null);
  assert.equal(averageText({ value: 0.617 }), "mean of 8 neighbours (approximate; error 0.62 of a standard deviation)");
  assert.equal(averageText(null), "mean of 8 neighbours (approximate)");
});
