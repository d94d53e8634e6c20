import assert from "node:assert/strict";
import test from "node:test";
import { part } from "../modules.mjs";
import { fakePage } from "../image/page.mjs";

const { createPainting } = await part("compare/painting");
const { EMPTY } = await part("workspace/state");
const { createStore } = await part("core/store");

const settled = () => new Promise((done) => setImmediate(done));

function setUp(context) {
  fakePage(context);
  const world = { asked: [], reports: [], painted: 0 };
  const store = createStore({ ...EMPTY, model: { image_shape: [1, 1, 1] }, link: { state: "open" } });
  const many = (slot) => new Promise((done, failed) => world.asked.push({ slot, done, failed }));
  const canvas = { width: 1, height: 1, getContext: () => ({ putImageData: () => (world.painted += 1) }) };
  const canvases = [canvas];
  const painting = createPainting({ store, many }, "slot", (text) => world.reports.push(text));
  return Object.assign(world, {
    store,
    show: (z = 0) => painting.show(canvases, { z: Float32Array.of(z), c: new Float32Array(0), n: 1 }),
  });
}

test("only the newest request is painted", async (context) => {
  const world = setUp(context);
  world.show();
  world.show(1);
  world.asked[0].done(Uint8Array.of(1));
  await settled();
  assert.equal(world.painted, 0);
  world.asked[1].done(Uint8Array.of(1));
  await settled();
  assert.equal(world.painted, 1);
});

test("what is on the canvases is not requested again", async (context) => {
  const world = setUp(context);
  world.show();
  world.show();
  assert.equal(world.asked.length, 1);
  world.show(1);
  world.show();
  assert.equal(world.asked.length, 3);
});

test("images of a model that was left are not painted", async (context) => {
  const world = setUp(context);
  world.show();
  world.store.set({ model: { image_shape: [1, 1, 1] } });
  world.asked[0].done(Uint8Array.of(1));
  await settled();
  assert.equal(world.painted, 0);
});

test("a failure is reported, and requested again once the connection is back", async (context) => {
  const world = setUp(context);
  world.show();
  world.asked[0].failed(new Error("The model drew nothing."));
  await settled();
  assert.match(world.reports.at(-1), /^No images: The model drew nothing\. They are requested again/);
  world.store.set({ link: { state: "waiting" } });
  assert.equal(world.asked.length, 1);
  world.store.set({ link: { state: "open" } });
  assert.equal(world.asked.length, 2);
  world.asked[1].done(Uint8Array.of(1));
  await settled();
  assert.equal(world.reports.at(-1), "");
});
