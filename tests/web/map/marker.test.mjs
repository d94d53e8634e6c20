import assert from "node:assert/strict";
import test from "node:test";
import { part } from "../modules.mjs";

const { placeOf, placeOfNow, classPlaces, densePlaces, apartness } = await part("map/marker");
const { apart } = await part("map/names");

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

test("class names stand where most of the class is, and none runs into another", () => {
  assert.deepEqual(classPlaces(Float32Array.of(0, 0, 2, 2, 100, 100, 5, 5), Uint16Array.of(0, 0, 0, 1), 3), [
    [2, 2],
    [5, 5],
    null,
  ]);
  assert.deepEqual(
    densePlaces(Float32Array.of(0, 0, 1, 0, 2, 0, 90, 0, 99, 0, 5, 5), Uint16Array.of(0, 0, 0, 0, 0, 1), 3),
    [[1, 0], [5, 5], null],
  );
  const [first, second, third, none] = apart([[0, 0], [50, 0], [52, 0], null], [12, 12, 12, 12]);
  assert.deepEqual(first, [0, 0]);
  assert.ok(third[0] - second[0] >= 11.9 || Math.abs(third[1] - second[1]) >= 17.9);
  assert.equal(none, null);
});

test("classes that lie apart are told from classes in one heap", () => {
  const apart = Float32Array.of(0, 0, 1, 0, 9, 0, 10, 0);
  assert.equal(
    apartness(apart, Uint16Array.of(0, 0, 1, 1), [
      [0.5, 0],
      [9.5, 0],
    ]),
    1,
  );
  assert.equal(
    apartness(apart, Uint16Array.of(0, 1, 0, 1), [
      [0, 0],
      [10, 0],
    ]),
    0.5,
  );
});
