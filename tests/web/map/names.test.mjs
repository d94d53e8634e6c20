import assert from "node:assert/strict";
import test from "node:test";
import { part } from "../modules.mjs";

const { apart, apartness, classPlaces, densePlaces } = await part("map/names");

test("class names are where most of the class is, and none runs into another", () => {
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

test("class names clear the badges of groups, which stay where they are", () => {
  const badges = [[100, 50]];
  const [name, far] = apart(
    [
      [104, 52],
      [300, 50],
    ],
    [40, 40],
    badges,
  ); // 40 wide and 18 high, like the badge
  assert.ok(Math.abs(name[0] - 100) >= 28.9 || Math.abs(name[1] - 50) >= 17.9, `${name}`);
  assert.deepEqual(far, [300, 50]);
  assert.deepEqual(badges, [[100, 50]]);
});

test("classes that lie apart are distinguished from classes in one cluster", () => {
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
