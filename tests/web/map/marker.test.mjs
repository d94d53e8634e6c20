import assert from "node:assert/strict";
import test from "node:test";
import { part } from "../modules.mjs";

const { placeOf, placeOfNow } = await part("map/marker");

const close = (got, want, gap = 1e-5) =>
  want.forEach((value, i) => assert.ok(Math.abs(got[i] - value) < gap, `${[...got]} is not ${want}`));

test("the marker is exact on PCA and on axes, and a neighbours' average elsewhere", () => {
  const codes = { mu: Float32Array.of(0, 0, 1, 1, 2, 0), latent: 2 };
  const pca = { name: "pca", basis: Float32Array.of(0, 1, 1, 0), centre: Float32Array.of(1, 2) };
  close(placeOf({ z: Float32Array.of(4, 4) }, pca, codes), [2, 3]);
  close(placeOf({ z: Float32Array.of(4, 5) }, { name: "axes", params: { x: 1, y: 0 } }, codes), [5, 4]);
  const umap = { name: "umap", points: Float32Array.of(10, 10, 20, 20, 30, 30) };
  close(placeOf({ z: Float32Array.of(1, 1) }, umap, codes), [20, 20], 1e-2);
});

test("a place is found once for the z of now, on each map", () => {
  const codes = { mu: Float32Array.of(0, 0, 1, 1), latent: 2 };
  const [one, other] = [10, 20].map((shift) => ({ name: "umap", points: Float32Array.of(shift, 0, shift, 5) }));
  const z = Float32Array.of(0, 0);
  const place = placeOfNow({ z }, one, codes);
  close(placeOfNow({ z }, other, codes), [20, 0]);
  assert.equal(placeOfNow({ z }, one, codes), place);
  close(placeOfNow({ z: Float32Array.of(1, 1) }, one, codes), [10, 5]);
});
