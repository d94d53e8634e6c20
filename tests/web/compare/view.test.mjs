import assert from "node:assert/strict";
import test from "node:test";
import { part } from "../modules.mjs";

const { createChoosing, createView } = await part("compare/view");
const { EMPTY } = await part("workspace/state");
const { createStore } = await part("core/store");

const MODEL = { class_names: ["a", "b"] };
const codesOf = (labels, maps = ["umap", "pca"], rows = null) => ({
  n: labels.length,
  split: "test",
  rows: rows && Int32Array.from(rows),
  labels: Uint16Array.from(labels),
  maps: Object.fromEntries(maps.map((name) => [name, { name }])),
});
const code = (index) => ({ kind: "code", index });

/** Two sides without codes yet, their view, and what the page was asked to load. */
function setUp(random = () => 0) {
  const stores = [0, 1].map(() => createStore({ ...EMPTY, model: MODEL }));
  const sides = stores.map((store) => ({ store }));
  const view = createView(sides);
  const world = { stores, view, loaded: [] };
  const loadCode = (i) => {
    world.loaded.push(i);
    stores[0].set({ source: code(i) });
  };
  world.choosing = createChoosing(sides, view, { loadCode }, random);
  world.ready = (left, right) => {
    stores[0].set({ codes: left });
    stores[1].set({ codes: right });
  };
  return world;
}

test("nothing is shown until the codes of both are there; then the image that z is of, in both", () => {
  const { stores, view, ready } = setUp();
  stores[0].set({ source: code(1), codes: codesOf([0, 1]) });
  assert.equal(view.get().image, null);
  ready(stores[0].get().codes, codesOf([1, 0], ["umap"], [1, 0]));
  assert.deepEqual(view.get().image, [1, 0]);
  assert.equal(stores[0].get().drawClass, 1, "the samples begin with its class");
});

test("where z is of no image, the first stays selected, and later the last one", () => {
  const { stores, view, ready, choosing } = setUp();
  ready(codesOf([0, 1, 1]), codesOf([0, 1, 1]));
  assert.deepEqual(view.get().image, [0, 0]);
  choosing.step(1);
  stores[0].set({ source: { kind: "prior" } });
  assert.deepEqual(view.get().image, [1, 1]);
  stores[1].set({ codes: null });
  assert.equal(view.get().image, null);
  stores[1].set({ codes: codesOf([1, 1], ["umap"], [1, 2]) });
  assert.deepEqual(view.get().image, [1, 0], "also beside another right model");
});

test("an image is selected by either model's code; one of a single model is refused in words", () => {
  const { stores, view, ready, choosing, loaded } = setUp();
  ready(codesOf([0, 1, 1]), codesOf([1, 0], ["umap"], [2, 0]));
  choosing.select(1, 0);
  assert.deepEqual(view.get().image, [2, 0]);
  choosing.select(0, 1);
  assert.deepEqual(loaded, [2]);
  assert.match(stores[0].get().say, /no code of that image/);
  choosing.any(0);
  assert.deepEqual(loaded, [2, 0]);
});

test("the pointer points at the same image on both maps", () => {
  const { view, ready, choosing } = setUp();
  ready(codesOf([0, 1]), codesOf([1, 0], ["umap"], [1, 0]));
  choosing.point(1, 0);
  assert.deepEqual(view.get().pointed, [1, 0]);
  choosing.point(1, -1);
  assert.equal(view.get().pointed, null);
});

test("both maps are of one method that both models have", () => {
  const { stores, view, ready } = setUp();
  stores[0].set({ map: "z0-z1" });
  ready(codesOf([0], ["umap", "axes", "t-sne"]), codesOf([0], ["umap", "pca", "t-sne"]));
  assert.deepEqual(view.get().maps, ["umap", "t-sne"]);
  assert.equal(view.get().map, "umap");
  stores[0].set({ map: "t-sne" });
  assert.equal(view.get().map, "t-sne");
  stores[0].set({ codes: null });
  assert.deepEqual(view.get().maps, ["umap", "t-sne", "pca"], "one model alone has all of its own");
});

test("a model that is closed takes its codes with it, and brings them back", () => {
  const { stores, view, ready } = setUp();
  ready(codesOf([0, 1], ["umap"]), codesOf([0, 1], ["pca", "umap"]));
  stores[1].set({ model: null });
  assert.deepEqual([view.get().pairs, view.get().image], [null, null]);
  stores[1].set({ model: MODEL });
  assert.deepEqual(view.get().image, [0, 0]);
});

test("the class of the samples stays from image to image; a link without it means the class of the image", () => {
  const { stores, ready, choosing } = setUp();
  ready(codesOf([0, 1, 1]), codesOf([0, 1, 1]));
  choosing.step(1);
  assert.equal(stores[0].get().drawClass, 0);
  choosing.setClass(1);
  choosing.choose(3);
  assert.deepEqual([stores[0].get().drawClass, stores[0].get().draw], [1, 3]);
  stores[0].set({ source: code(0), drawClass: null });
  assert.equal(stores[0].get().drawClass, 0);
});

test("a class is highlighted until it is pressed again", () => {
  const { stores, choosing } = setUp();
  for (const [label, highlight] of [
    [1, 1],
    [0, 0],
    [0, null],
  ]) {
    choosing.highlight(label);
    assert.equal(stores[0].get().highlight, highlight);
  }
});

test("an image goes together with its codes", () => {
  const { stores, view, ready } = setUp();
  ready(codesOf([0, 1]), codesOf([0, 1]));
  const seen = [];
  view.watch(["image", "pairs"], ({ image, pairs }) => seen.push([Boolean(image), Boolean(pairs)]));
  stores[0].set({ codes: null });
  stores[0].set({ codes: codesOf([0, 1]) });
  assert.deepEqual(seen, [
    [true, true],
    [false, false],
    [true, true],
  ]);
});
