import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import test from "node:test";
import { part } from "../modules.mjs";

const { inside } = await part("map/lasso");
const { createSelecting, differenceOf, membersOf, summaryOf } = await part("map/selection");
const { rate } = await part("latents/gaussian");
const { createHistory } = await part("history/history");
const { createStore } = await part("core/store");
const { EMPTY } = await part("workspace/state");

const { points: PLACES, cases: CASES } = JSON.parse(readFileSync(new URL("lassos.json", import.meta.url)));
const POINTS = Float32Array.from(PLACES.flat());

/** The even-odd rule as it is written down everywhere: every edge, every point. */
function plainly(points, corners) {
  const out = [];
  for (let i = 0; i < points.length / 2; i++) {
    const [x, y] = [points[2 * i], points[2 * i + 1]];
    let odd = false;
    for (let a = 0, b = corners.length - 2; a < corners.length; b = a, a += 2) {
      const [ax, ay, bx, by] = [corners[a], corners[a + 1], corners[b], corners[b + 1]];
      if (ay > y !== by > y && x < ((bx - ax) * (y - ay)) / (by - ay) + ax) odd = !odd;
    }
    if (odd) out.push(i);
  }
  return out;
}

for (const { name, polygon, members } of CASES)
  test(`even-odd: ${name}`, () => assert.deepEqual([...inside(POINTS, polygon)], members));

test("bands of edges give what every edge gives", () => {
  let seed = 7;
  const random = () => {
    seed = (seed * 16807) % 2147483647;
    return seed / 2147483647;
  };
  const points = Float32Array.from({ length: 4000 }, () => 6 * random() - 3);
  for (let corners = 3; corners <= 64; corners += 7) {
    const polygon = Float32Array.from({ length: 2 * corners }, () => 5 * random() - 2.5);
    assert.deepEqual([...inside(points, polygon)], plainly(points, polygon));
  }
});

test("a million points against 64 corners do not need a look at every edge", () => {
  const points = Float32Array.from({ length: 2e6 }, (_, i) => Math.sin(i * 12.9898) * 1.4);
  const circle = Float32Array.from(
    { length: 128 },
    (_, i) => (i % 2 ? Math.sin : Math.cos)((Math.PI * (i >> 1)) / 32) * 1.5,
  );
  const begun = performance.now();
  const { length } = inside(points, circle);
  const banded = performance.now();
  assert.equal(length, plainly(points, circle).length);
  assert.ok(banded - begun < performance.now() - banded);
});

const MODEL = { latent_dim: 2, prior: { mu: [0, 0.5], logvar: [0, 1] }, class_names: ["x", "y", "z"], condition: null };
const CODES = {
  n: 4,
  latent: 2,
  labels: Uint16Array.of(0, 1, 1, 2),
  mu: Float32Array.of(0, 1, 2, 3, 4, 5, -6, -7),
  logvar: Float32Array.of(-1, 0, -2, 0.5, -3, 0, 0, 0),
  maps: {
    umap: { name: "umap", points: Float32Array.of(0, 0, 1, 0, 1, 1, 9, 9) },
    pca: { name: "pca", points: Float32Array.of(5, 5, 6, 6, 7, 7, 8, 8) },
  },
};
const AROUND = [-1, -1, 2, -1, 2, 2, -1, 2];

function setUp(patch = {}, recall = null) {
  const store = createStore({ ...EMPTY, codes: CODES, model: MODEL, map: "umap", z: Float32Array.of(0, 0), ...patch });
  let remembered = 0;
  const remember = () => {
    remembered += 1;
  };
  const history = recall ? recall(store) : { remember };
  return { store, actions: { ...history, ...createSelecting(store, history) }, remembered: () => remembered };
}

test("a lasso makes the group that was chosen, and announces its size", () => {
  const { store, actions } = setUp();
  actions.select(AROUND);
  assert.deepEqual([...membersOf(store.get(), 0)], [0, 1, 2]);
  assert.equal(store.get().say, "Group A: 3 codes.");
  assert.equal(membersOf(store.get(), 1).length, 0);
  actions.aim(1);
  actions.select([8, 8, 10, 8, 10, 10, 8, 10]);
  assert.deepEqual([...membersOf(store.get(), 1)], [3]);
  assert.deepEqual([...membersOf(store.get(), 0)], [0, 1, 2]);
  actions.clearSelection(0);
  assert.equal(store.get().selections[0], null);
  assert.deepEqual([...membersOf(store.get(), 1)], [3]);
});

test("every change of a group is a step of undo; a group that was changed otherwise since stays", () => {
  const { store, actions } = setUp({}, createHistory);
  actions.select(AROUND);
  const drawn = store.get().selections;
  actions.select([8, 8, 10, 8, 10, 10, 8, 10]);
  actions.clearSelection(0);
  actions.undo();
  assert.deepEqual([...membersOf(store.get(), 0)], [3]);
  actions.undo();
  assert.deepEqual(store.get().selections, drawn);
  actions.undo();
  assert.deepEqual(store.get().selections, [null, null]);
  for (let i = 0; i < 3; i++) actions.redo();
  assert.deepEqual(store.get().selections, [null, null]);
  const linked = Object.freeze({ map: "umap", polygon: AROUND });
  store.set({ selections: [linked, null] });
  actions.undo();
  assert.equal(store.get().selections[0], linked);
});

test("members stay the same on another map, and are found once", () => {
  const { store, actions } = setUp();
  actions.select(AROUND);
  const members = membersOf(store.get(), 0);
  store.set({ map: "pca" });
  assert.equal(membersOf(store.get(), 0), members);
  assert.equal(store.get().selections[0].map, "umap");
});

test("a lasso around nothing, and a stroke without area, leave the group as it was", () => {
  const { store, actions } = setUp();
  actions.select(AROUND);
  const before = store.get().selections;
  actions.select([20, 20, 21, 20, 21, 21]);
  assert.match(store.get().say, /^No codes inside/);
  actions.select([0, 0, 0, 0, 0, 0]);
  assert.equal(store.get().selections, before);
});

test("a group on a map that is not there has no members", () => {
  const { store } = setUp({ selections: [{ map: "gone", polygon: AROUND }, null] });
  assert.equal(membersOf(store.get(), 0).length, 0);
});

test("a group's summary: its mean, its classes, its rate", () => {
  const summary = summaryOf(CODES, Uint32Array.of(0, 1, 2), MODEL);
  assert.deepEqual([...summary.mean], [2, 3]);
  assert.deepEqual(summary.counts, [1, 2, 0]);
  assert.equal(summary.majority, 1);
  const rates = [0, 1, 2].map((i) =>
    rate(CODES.mu.subarray(2 * i, 2 * i + 2), CODES.logvar.subarray(2 * i, 2 * i + 2), MODEL.prior),
  );
  [0, 1].forEach((j) => assert.ok(Math.abs(summary.rate[j] - rates.reduce((sum, one) => sum + one[j], 0) / 3) < 1e-5));
  assert.ok(Math.abs(summary.total - summary.rate[0] - summary.rate[1]) < 1e-5);
});

test("going to a group's mean is one step of the history, under the majority's class", () => {
  const condition = { kind: "class", names: ["x", "y", "z"] };
  const { store, actions, remembered } = setUp({ model: { ...MODEL, condition }, c: Float32Array.of(1, 0, 0) });
  actions.select(AROUND);
  const before = remembered();
  actions.goToMean(1);
  assert.equal(remembered(), before);
  actions.goToMean(0);
  assert.equal(remembered(), before + 1);
  assert.deepEqual([...store.get().z], [2, 3]);
  assert.deepEqual([...store.get().c], [0, 1, 0]);
  assert.match(store.get().source.text, /mean of group A, 3 codes/);
});

test("the direction from B to A is named after what each mostly is", () => {
  const [a, b] = [summaryOf(CODES, Uint32Array.of(1, 2), MODEL), summaryOf(CODES, Uint32Array.of(3), MODEL)];
  const { name, vector } = differenceOf(a, b, MODEL.class_names);
  assert.equal(name, "y \u2212 z");
  assert.deepEqual([...vector], [9, 11]);
  assert.equal(differenceOf(a, a, MODEL.class_names).name, "A \u2212 B");
  assert.equal(differenceOf(summaryOf(CODES, Uint32Array.of(0, 1), MODEL), b, MODEL.class_names).name, "A \u2212 z");
});
