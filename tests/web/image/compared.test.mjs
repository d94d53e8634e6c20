import assert from "node:assert/strict";
import test from "node:test";
import { part } from "../modules.mjs";
import { fakePage } from "./page.mjs";

const { createCompared } = await part("image/compared");
const { EMPTY } = await part("workspace/state");
const { createStore } = await part("core/store");

const settled = () => new Promise((done) => setImmediate(done));
const PIN = { name: "A", z: Float32Array.of(1), c: new Float32Array(0) };

test("a pin whose image did not come is requested again when the connection is restored", async (context) => {
  fakePage(context);
  const asked = [];
  const store = createStore(EMPTY);
  const {
    frames: [pinned],
    line,
  } = createCompared(store, (_, z) => new Promise((done, failed) => asked.push({ z, done, failed })));
  const [
    {
      children: [words],
    },
    [canvas],
  ] = [line, pinned.children];
  store.set({ model: { latent_dim: 1, image_shape: [1, 3, 2] }, pins: [PIN], compared: "A" });
  assert.ok(!pinned.hidden);
  asked[0].failed(new Error("no"));
  await settled();
  assert.match(words.textContent, /could not be loaded/);
  for (const state of ["waiting", "open", "open"]) store.set({ link: { state } });
  assert.equal(asked.length, 2);
  asked[1].done(new Uint8Array(6));
  await settled();
  assert.deepEqual([canvas.width, canvas.height], [2, 3]);
  assert.match(words.textContent, /^A is pinned/);
  store.set({ link: { state: "waiting" } });
  store.set({ link: { state: "open" } });
  assert.equal(asked.length, 2);
});
