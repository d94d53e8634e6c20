import assert from "node:assert/strict";
import test from "node:test";
import { part } from "../modules.mjs";

const { parseCodes, row, conditionRows } = await part("map/codes");

test("a body is read, its halves widened, and it says whether originals can be had", () => {
  const head = {
    n: 2,
    latent: 1,
    split: "test",
    originals: true,
    maps: [],
    arrays: [
      ["mu", "float16", 0],
      ["logvar", "float32", 4],
      ["labels", "uint16", 12],
    ].map(([name, dtype, offset]) => ({ name, dtype, shape: [2], offset })),
  };
  const json = new TextEncoder().encode(JSON.stringify(head).padEnd(400));
  const body = new Uint8Array(4 + 400 + 16);
  new DataView(body.buffer).setUint32(0, 400, true);
  body.set(json, 4);
  body.set(new Uint8Array(Uint16Array.of(0x3c00, 0xc000).buffer), 404);
  body.set(new Uint8Array(Float32Array.of(-1, 0.1).buffer), 408);
  body.set(new Uint8Array(Uint16Array.of(7, 9).buffer), 416);
  const codes = parseCodes(body.buffer);
  assert.deepEqual([...codes.mu], [1, -2]);
  assert.deepEqual([...codes.logvar], [-1, Math.fround(0.1)]);
  assert.deepEqual([...codes.labels], [7, 9]);
  assert.equal(codes.originals, true);
  assert.equal(codes.conditions, null);
});

test("attributes become rows of c: numbers as they are, choices one of their columns", () => {
  assert.deepEqual(
    [...conditionRows(Float32Array.of(-0.5, 2, 0, 1, 0, 1), [1, 3, 2])],
    [-0.5, 0, 0, 1, 1, 0, 1, 1, 0, 0, 0, 1],
  );
  assert.equal(conditionRows(new Float32Array(0), [1, 3]).length, 0);
});

test("a body with attributes has the condition that each image was encoded under", () => {
  const head = {
    n: 2,
    latent: 1,
    maps: [],
    conditions: [1, 2],
    arrays: [
      { name: "mu", dtype: "float32", shape: [2, 1], offset: 0 },
      { name: "conditions", dtype: "float16", shape: [2, 2], offset: 8 },
    ],
  };
  const text = JSON.stringify(head).padEnd(400);
  const body = new Uint8Array(4 + 400 + 16);
  new DataView(body.buffer).setUint32(0, 400, true);
  body.set(new TextEncoder().encode(text), 4);
  body.set(new Uint8Array(Uint16Array.of(0xbc00, 0x3c00, 0x3800, 0).buffer), 4 + 400 + 8);
  const { conditions } = parseCodes(body.buffer);
  assert.deepEqual([...row(conditions, 3, 0)], [-1, 0, 1]);
  assert.deepEqual([...row(conditions, 3, 1)], [0.5, 1, 0]);
});

test("codes are read from one body, as views on it", () => {
  const head = {
    n: 2,
    latent: 1,
    maps: ["pca"],
    maps_info: { pca: { seed: 3, trustworthiness: 0.9, params: {} } },
    arrays: [
      ["mu", "float32", [2, 1], 0],
      ["logvar", "float32", [2, 1], 8],
      ["labels", "uint16", [2], 16],
      ["map.pca", "float32", [2, 2], 20],
      ["basis", "float32", [2, 1], 36],
      ["centre", "float32", [1], 44],
    ].map(([name, dtype, shape, offset]) => ({ name, dtype, shape, offset })),
  };
  let text = JSON.stringify(head);
  text += " ".repeat((4 - (text.length % 4)) % 4);
  const buffer = new ArrayBuffer(4 + text.length + 48);
  new DataView(buffer).setUint32(0, text.length, true);
  new Uint8Array(buffer, 4).set(new TextEncoder().encode(text));
  new Float32Array(buffer, 4 + text.length, 12).set([0.5, -0.5, -1, -2]);
  new Uint16Array(buffer, 4 + text.length + 16, 2).set([7, 1]);
  const codes = parseCodes(buffer);
  assert.deepEqual([...row(codes.mu, 1, 1)], [-0.5]);
  assert.deepEqual([...codes.labels], [7, 1]);
  assert.equal(codes.maps.pca.seed, 3);
  assert.equal(codes.maps.pca.basis.length, 2);
  assert.equal(codes.mu.buffer, buffer);
});
