import assert from "node:assert/strict";
import test from "node:test";
import { part } from "../modules.mjs";

const { keepMade } = await part("workspace/kept-models");
const { fittingAny, settle, takeView } = await part("workspace/view");
const { KEYS, nameKey, wholeKey } = await part("workspace/view-keys");
const { snapped } = await part("latents/place");
const { EMPTY } = await part("workspace/state");
const { createStore } = await part("core/store");
const { pack } = await part("map/grid");

const z = (...values) => pack(values, 3200);
const query = (parts) => new URLSearchParams(Object.entries(parts).filter(([, text]) => text !== null));

let models = 0;
/** A model that nothing was made of yet. */
const newModel = () => ({
  digest: `view-${++models}`,
  latent_dim: 2,
  has_codes: true,
  condition: { names: ["a", "b"] },
  class_names: ["a", "b"],
  prior: { mu: [0, 0], logvar: [0, 0] },
  maps: ["umap"],
  first_map: "umap",
  start: null,
});
const OWN = {
  ...KEYS,
  highlight: wholeKey("A class", "highlight", () => 1, null),
  draw: wholeKey("draw", "draw", () => 9),
  tab: nameKey("tab", ["interpolation", "encode"]),
};
const VIEW = {
  z: z(0.5, -1),
  c: "1",
  map: "umap",
  seed: "3",
  locks: "1",
  pins: `A.${z(1, 1)}.none`,
  compared: "A",
  highlight: "1",
  draw: "2",
  tab: "encode",
};
const CODES = {
  n: 2,
  latent: 2,
  split: "test",
  rows: null,
  labels: Uint8Array.of(1, 0),
  maps: { umap: { name: "umap", points: Float32Array.of(0, 0, 1, 1) } },
  mu: Float32Array.of(0.1234567, 2, 0.5, -1),
  logvar: new Float32Array(4),
};
/** A store that has taken `view` of `model`. */
function opened(view = {}, model = newModel(), state = EMPTY) {
  const store = createStore({ ...state });
  store.set(takeView(store.get(), { model }, query({ ...VIEW, ...view }), OWN).taken);
  return store;
}
function arrived(store) {
  store.set({ codes: CODES });
  settle(store, CODES);
  return store.get();
}

test("a view is taken on the grid, and what it leaves open is the model's own", () => {
  const { z, c, pins, locks, source } = opened().get();
  assert.deepEqual([[...z], [...c], [...pins[0].z], locks, source], [[0.5, -1], [0, 1], [1, 1], [1], null]);
  const open = opened({ z: null, c: null }).get();
  assert.deepEqual(
    [[...open.z], [...open.c]],
    [
      [0, 0],
      [0, 0],
    ],
  );
});

test("what one page alone shows is taken over", () => {
  const { highlight, drawClass, draw, tab } = opened().get();
  assert.deepEqual([highlight, drawClass, draw, tab], [1, null, 2, "encode"]);
});

test("the same model stays the same object; another starts with no codes, no past, no directions, nothing pointed at", () => {
  const model = newModel();
  const state = { ...opened({}, model).get(), codes: CODES, past: [1], directions: [2], pointed: 6 };
  const same = takeView(state, { model: { ...model } }, query(VIEW), OWN).taken;
  assert.equal(same.model, model);
  assert.ok(!("codes" in same) && !("past" in same) && !("pointed" in same));
  const other = takeView(state, { model: newModel() }, query(VIEW), OWN).taken;
  assert.deepEqual([other.codes, other.past, other.directions, other.pointed], [null, [], [], null]);
});

test("a code of the address brings its words and its band once the codes are there", () => {
  const state = arrived(opened({ z: z(0.1234567, 2), code: "0" }));
  assert.match(state.source.text, /test image 0, labelled b/);
  assert.deepEqual([...state.posterior.mu], [...CODES.mu.subarray(0, 2)]);
});

test("a code of the address that lies elsewhere, or is none of the model's, is not said to be where z came from", () => {
  for (const view of [{ code: "0" }, { code: "2" }, { code: "1", z: z(0.5, -1.01) }]) {
    const { source, posterior } = arrived(opened(view));
    assert.deepEqual([source, posterior], [null, null]);
  }
  assert.equal(arrived(opened({ code: "1" })).source.index, 1);
  assert.equal(opened({ code: "1" }, { ...newModel(), has_codes: false }).get().source, null);
});

test("a code that was moved away from while its codes came keeps its band and says so", () => {
  const store = opened({ code: "1" });
  store.set({ z: snapped([3, 3]), source: { ...store.get().source, moved: true } });
  const { source, posterior } = arrived(store);
  assert.ok(source.moved && source.text && posterior);
});

test("a map that is not there gives way to one that is", () => {
  assert.equal(arrived(opened({ map: "none" })).map, "umap");
  assert.equal(arrived(opened({ map: "z1-z0" })).map, "z1-z0");
});

test("a first visit shows a stored code; another z is not mixed with it", () => {
  const start = { code: 1, z: [0.5, -1], c: [1, 0] };
  const model = { ...newModel(), start };
  const first = takeView(EMPTY, { model }, query({}), OWN).taken;
  assert.deepEqual([[...first.z], [...first.c], first.source.index], [[0.5, -1], [1, 0], 1]);
  const given = takeView(EMPTY, { model }, query({ z: z(1, 2) }), OWN).taken;
  assert.deepEqual([[...given.z], [...given.c], given.source], [[1, 2], [0, 0], null]);
  assert.equal(takeView(EMPTY, { model }, query({ c: "1" }), OWN).taken.c[1], 1);
});

test("another model keeps what fits any: temperature, second model, classes, draw, tool, traversal", () => {
  const all = query({ ...VIEW, t: "0.5", second: "n", traversal: "absolute", model: "m" });
  assert.deepEqual([...fittingAny(all).keys()].sort(), ["draw", "highlight", "second", "t", "tab", "traversal"]);
});

/** What stood when a model with a past was left: at a code with a band, with a direction, the lasso in hand. */
function leave(model) {
  const left = {
    ...opened({}, model).get(),
    past: [{ z: snapped([1, 1]) }],
    future: [{ z: snapped([2, 2]) }],
    directions: ["d"],
    tool: "lasso",
    convention: "absolute",
    posterior: { mu: 1 },
    source: { kind: "code", index: 1, text: "it" },
  };
  keepMade(left);
  return left;
}

test("what was made of a model comes back with it, and the place it was left at with all that belongs to it", () => {
  const model = newModel();
  const left = leave(model);
  const back = takeView(EMPTY, { model }, query(VIEW), OWN).taken;
  for (const key of ["z", "c", "posterior", "source", "past", "future", "directions", "tool", "convention"])
    assert.equal(back[key], left[key], key);
});

test("where another place of it is opened, undo leads to the one it was left at", () => {
  const model = newModel();
  const left = leave(model);
  const back = takeView(EMPTY, { model }, query({ ...VIEW, z: z(2, 2) }), OWN).taken;
  assert.deepEqual([...back.z], [2, 2]);
  assert.equal(back.posterior, null);
  assert.equal(back.past.length, 2);
  assert.equal(back.past[1].z, left.z);
  assert.deepEqual(back.future, []);
});

test("of the models that were left the last eight are kept", () => {
  const left = Array.from({ length: 9 }, newModel);
  left.forEach(leave);
  const pasts = left.map((model) => takeView(EMPTY, { model }, query(VIEW), OWN).taken.past.length);
  assert.deepEqual(pasts, [0, 1, 1, 1, 1, 1, 1, 1, 1]);
  keepMade(EMPTY); // nothing is open yet: nothing to keep
});
