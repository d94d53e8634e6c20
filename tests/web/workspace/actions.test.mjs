import assert from "node:assert/strict";
import test from "node:test";
import { part } from "../modules.mjs";

const { uniform } = await part("latents/gaussian");
const { canReset } = await part("latents/moves");
const { createActions } = await part("workspace/actions");
const { EMPTY } = await part("workspace/state");
const { createStore } = await part("core/store");

const MODEL = {
  latent_dim: 2,
  condition: { kind: "class", names: ["a", "b"] },
  class_names: ["a", "b"],
  prior: { mu: [0, 0], logvar: [0, 0] },
};
const CODES = {
  n: 2,
  latent: 2,
  mu: Float32Array.of(1, 2, 12, -3),
  logvar: Float32Array.of(-1, -1, 0, 0),
  labels: Uint16Array.of(1, 0),
  maps: {
    pca: { name: "pca", points: Float32Array.of(0, 0, 4, 4) },
    axes: { name: "axes", params: { x: 1, y: 0 }, points: Float32Array.of(2, 1, -3, 12) },
  },
};

function setUp() {
  const store = createStore({
    ...EMPTY,
    model: MODEL,
    codes: CODES,
    map: "pca",
    z: Float32Array.of(0, 0),
    c: Float32Array.of(1, 0),
  });
  const asked = [];
  store.watch(["z", "c"], ({ z, c }) => asked.push([...z, ...c]));
  asked.length = 0;
  const actions = createActions(store, () => 0.25);
  return { store, actions, asked };
}

test("every move of a slider asks for a picture, clipped to what the decoder takes", () => {
  const { actions, asked } = setUp();
  actions.setDim(1, 0.5);
  actions.setDim(1, 99);
  assert.deepEqual(asked, [
    [0, 0.5, 1, 0],
    [0, 10, 1, 0],
  ]);
});

test("a stored code brings its band, its rate and its class", () => {
  const { store, actions } = setUp();
  actions.loadCode(0);
  const { z, c, posterior, source } = store.get();
  assert.deepEqual([...z], [1, 2]);
  assert.deepEqual([...c], [0, 1]);
  assert.deepEqual([...posterior.mu], [1, 2]);
  assert.ok(posterior.rate[1] > posterior.rate[0]);
  assert.match(source.text, /image 0, labelled b/);
});

test("moving away from a code keeps its band and says so", () => {
  const { store, actions } = setUp();
  actions.loadCode(0);
  actions.setDim(0, 0);
  assert.ok(store.get().posterior);
  assert.equal(store.get().source.moved, true);
});

test("a place on the map is the codes near it; on axes it is exact", () => {
  const { store, actions } = setUp();
  actions.goTo(0, 0);
  assert.ok(Math.abs(store.get().z[0] - 1) < 0.01);
  store.set({ map: "axes" });
  actions.goTo(0.25, -0.75);
  assert.deepEqual([...store.get().z], [-0.75, 0.25]);
  assert.equal(store.get().say, "", "a walk says nothing at every step");
  store.set({ map: "pca" });
  actions.goTo(0, 0, true);
  assert.equal(store.get().say, "Moved to the average of the 8 nearest codes.");
});

test("the condition changes alone: z stays", () => {
  const { store, actions } = setUp();
  actions.loadCode(0);
  const { z } = store.get();
  actions.setCondition(Float32Array.of(0, 0), "");
  assert.equal(store.get().z, z);
});

test("undo leads back step by step, band and all", () => {
  const { store, actions } = setUp();
  actions.loadCode(0);
  actions.samplePrior();
  assert.equal(store.get().posterior, null);
  actions.undo();
  assert.deepEqual([...store.get().z], [1, 2]);
  assert.ok(store.get().posterior);
  actions.undo();
  assert.deepEqual([...store.get().z], [0, 0]);
  actions.undo();
  assert.deepEqual(store.get().past, []);
});

test("reset can be asked for only where it changes something", () => {
  const { store, actions } = setUp();
  assert.equal(canReset(store.get()), false);
  actions.setDim(0, 1);
  assert.equal(canReset(store.get()), true);
  actions.reset();
  assert.equal(canReset(store.get()), false);
});

test("randomise takes a class too; a prior draw leaves it", () => {
  const { store, actions } = setUp();
  store.set({ c: Float32Array.of(0, 1) });
  actions.samplePrior();
  assert.deepEqual([...store.get().c], [0, 1]);
  actions.randomise();
  assert.deepEqual([...store.get().c], [1, 0]);
});

test("randomise draws every attribute; undo brings the ones before back, and redo those that were drawn", () => {
  const condition = {
    kind: "attributes",
    names: ["hair: bob", "hair: curls", "skin"],
    attributes: [
      { name: "hair", values: ["bob", "curls"], ends: [] },
      { name: "skin", values: [], ends: ["light", "deep"] },
    ],
  };
  const store = createStore({
    ...EMPTY,
    model: { ...MODEL, condition, class_names: null },
    z: Float32Array.of(0, 0),
    c: Float32Array.of(1, 0, 0),
  });
  const actions = createActions(store, uniform(5));
  const drawn = Array.from({ length: 20 }, () => {
    actions.randomise();
    return [...store.get().c];
  });
  assert.equal(new Set(drawn.map(([, , skin]) => skin)).size, 20);
  assert.deepEqual(new Set(drawn.map(([bob, curls]) => `${bob} ${curls}`)), new Set(["1 0", "0 1"]));
  assert.ok(
    drawn.every(([, , skin]) => Math.abs(skin) <= 1) &&
      drawn.some(([, , skin]) => skin < 0) &&
      drawn.some(([, , skin]) => skin > 0),
  );
  const { z } = store.get();
  actions.undo();
  assert.deepEqual([...store.get().c], drawn.at(-2));
  actions.redo();
  assert.deepEqual([[...store.get().c], [...store.get().z]], [drawn.at(-1), [...z]]);
});

test("an encoded picture keeps saying what it was encoded as when another class decodes it", () => {
  const { store, actions } = setUp();
  const reply = {
    mu: Float32Array.of(1, 1),
    logvar: Float32Array.of(0, 0),
    distortion: 70,
    fit: { levels: Uint8Array.of(7), how: "centred" },
  };
  actions.loadEncoded(reply, "draw", Float32Array.of(0, 1));
  const { z } = store.get();
  actions.setCondition(Float32Array.of(1, 0), "");
  assert.equal(store.get().source.text, "your drawing encoded as b");
  assert.equal(store.get().images.encodedAs, "encoded as b");
  assert.equal(store.get().images.how, "centred");
  assert.deepEqual([...store.get().images.input], [7]);
  assert.deepEqual([...store.get().posterior.rate], [0.5, 0.5]);
  assert.equal(store.get().z, z);
  actions.loadEncoded(reply, "upload", Float32Array.of(0, 0));
  assert.equal(store.get().source.text, "your image encoded as unconditional");
  store.set({ model: { ...MODEL, condition: null } });
  actions.loadEncoded(reply, "draw", new Float32Array(0));
  assert.equal(store.get().source.text, "your drawing");
});
