import assert from "node:assert/strict";
import test from "node:test";
import { part } from "../modules.mjs";

const { chosenOf, middleOf } = await part("map/groups");

const POINTS = Float32Array.of(0, 0, 1, 1, 2, 8, 9, 9);
const state = (...selections) => ({
  selections,
  map: "umap",
  codes: { n: 4, maps: { umap: { name: "umap", points: POINTS } } },
});

const chosen = (...selections) => chosenOf(state(...selections), state().codes);

test("members of either group stand out, and without a group all do", () => {
  const square = { map: "umap", polygon: [-0.5, -0.5, 1.5, -0.5, 1.5, 1.5, -0.5, 1.5] };
  const corner = { map: "umap", polygon: [8, 8, 10, 8, 10, 10, 8, 10] };
  assert.equal(chosen(null, null), null);
  assert.deepEqual([...chosen(square, null)], [1, 1, 0, 0]);
  assert.deepEqual([...chosen(square, corner)], [1, 1, 0, 1]);
});

test("a group's badge is at its median, which a straggler does not pull", () => {
  const members = Uint32Array.of(0, 1, 3);
  assert.deepEqual(middleOf(members, POINTS), [1, 1]);
  assert.equal(middleOf(members, POINTS), middleOf(members, POINTS));
  assert.deepEqual(
    middleOf(
      members,
      POINTS.map((value) => value + 1),
    ),
    [2, 2],
  );
});
