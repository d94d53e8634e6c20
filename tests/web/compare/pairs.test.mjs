import assert from "node:assert/strict";
import test from "node:test";
import { part } from "../modules.mjs";

const { imageOf, nextImage, pairCodes, anyImage } = await part("compare/pairs");

const codesOf = (rows, labels, split = "test") => ({
  n: labels.length,
  split,
  rows: rows && Int32Array.from(rows),
  labels: Uint16Array.from(labels),
});

test("codes are paired by their image, whatever their order", () => {
  const pairs = pairCodes(codesOf([4, 9, 2], [1, 0, 2]), codesOf([2, 4, 7], [2, 1, 0]));
  assert.deepEqual(
    pairs.map((one) => [...one]),
    [
      [1, -1, 0],
      [2, 0, -1],
    ],
  );
  assert.deepEqual(imageOf(pairs, 0, 0), [0, 1]);
  assert.deepEqual(imageOf(pairs, 1, 0), [2, 0]);
  assert.equal(imageOf(pairs, 0, 1), null);
  assert.equal(imageOf(pairs, 0, 77), null);
});

test("codes without rows are of the whole split, in its order", () => {
  const pairs = pairCodes(codesOf(null, [5, 6, 7]), codesOf([2, 0], [7, 5]));
  assert.deepEqual([...pairs[0]], [1, -1, 0]);
});

test("another split, or another label of the same row, is another image", () => {
  assert.deepEqual([...pairCodes(codesOf(null, [0, 1]), codesOf(null, [0, 1], "train"))[0]], [-1, -1]);
  assert.deepEqual([...pairCodes(codesOf(null, [0, 1]), codesOf(null, [0, 2]))[0]], [0, -1]);
});

test("stepping leaves out what only one model has, and wraps around", () => {
  const pairs = pairCodes(codesOf([1, 2, 3, 4], [0, 0, 0, 0]), codesOf([1, 3], [0, 0]));
  assert.deepEqual(nextImage(pairs, 0), [2, 1]);
  assert.deepEqual(nextImage(pairs, 2), [0, 0]);
  assert.deepEqual(nextImage(pairs, 0, -1), [2, 1]);
  assert.deepEqual(nextImage(pairs, -1), [0, 0], "the first of all");
  assert.equal(nextImage([new Int32Array(0), new Int32Array(0)], -1), null);
});

test("any image of a class is one that both have", () => {
  const labels = Uint16Array.of(0, 1, 1, 1);
  const pairs = pairCodes(codesOf(null, labels), codesOf([0, 2, 3], [0, 1, 1]));
  assert.deepEqual(
    anyImage(pairs, labels, 1, () => 0),
    [2, 1],
  );
  assert.deepEqual(
    anyImage(pairs, labels, 1, () => 0.999),
    [3, 2],
  );
  assert.deepEqual(
    anyImage(pairs, labels, null, () => 0),
    [0, 0],
  );
  assert.equal(
    anyImage(pairs, labels, 8, () => 0),
    null,
  );
});
