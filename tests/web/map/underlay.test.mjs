import assert from "node:assert/strict";
import test from "node:test";
import { part } from "../modules.mjs";

const { mosaic, watchUnderlay } = await part("map/underlay");
const { createStore } = await part("core/store");
const { EMPTY } = await part("workspace/state");

test("images are put side by side, row by row", () => {
  const four = Uint8Array.of(1, 2, 3, 4, 5, 6, 7, 8); // four images, one pixel wide and two high
  assert.deepEqual([...mosaic(four, [1, 2, 1], 2)], [1, 3, 2, 4, 5, 7, 6, 8]);
  assert.deepEqual(
    [...mosaic(Uint8Array.of(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12), [3, 1, 1], 2)],
    [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12],
  );
});

test("the plane's images are decoded once it is shown, and again when c changes", () => {
  const asked = [];
  const many = async (slot, z, c, n) => {
    asked.push({ slot, z, c, n });
    return null;
  };
  const model = { prior: { mu: [0, 0], logvar: [0, 0] }, image_shape: [1, 1, 1] };
  const store = createStore({ ...EMPTY, model, codes: { latent: 2 }, map: "axes", c: Float32Array.of(1, 0) });
  watchUnderlay(store, many, (work) => work);
  assert.equal(asked.length, 0);
  store.set({ map: "manifold" });
  assert.deepEqual([asked[0].slot, asked[0].n, asked[0].z.length, asked[0].c.length], ["manifold", 400, 800, 800]);
  assert.deepEqual([...asked[0].c.subarray(0, 4)], [1, 0, 1, 0]);
  store.set({ map: "axes" });
  store.set({ map: "manifold" });
  assert.equal(asked.length, 1);
  store.set({ c: Float32Array.of(0, 1) });
  assert.equal(asked.length, 2);
});
