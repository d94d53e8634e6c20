import assert from "node:assert/strict";
import test from "node:test";
import { part } from "../modules.mjs";

const { dimText, scaleOf } = await part("compare/bars");
const { neighbour } = await part("compare/chart");

const modelOf = (rate) => ({ latent_dim: rate.length, rate });

test("both models have one scale and bars of one width", () => {
  const scale = scaleOf([modelOf([2, 1]), modelOf([1, 0.5, 0.5])], [null, null]);
  assert.deepEqual(scale, { end: 3, slots: 3 });
});

test("an image's own rates are never off the scale", () => {
  assert.ok(scaleOf([modelOf([2]), modelOf([1])], [Float32Array.of(5.2), Float32Array.of(0)]).end >= 5.2);
});

test("a dimension shows its mean KL and that of the image", () => {
  assert.equal(dimText(1, modelOf([2, 1]), [0, 0.25]), "z1 mean 1.00, this image 0.25");
  assert.equal(dimText(0, { rate: null }, null), "z0 mean unknown");
});

test("arrow keys reach a neighbour, also from an isolated point", () => {
  const points = Float32Array.of(0, 0, 1, 0, 100, 0);
  assert.equal(neighbour(points, 0, [0.9, 0]), 1);
  assert.equal(neighbour(points, 2, [-1, 0]), 1);
  assert.equal(neighbour(Float32Array.of(0, 0), 0, [1, 0]), -1);
});
