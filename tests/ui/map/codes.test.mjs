import assert from "node:assert/strict";
import test from "node:test";
import { part } from "../modules.mjs";

const { parseCodes } = await part("map/codes");

test("a body is read, its halves widened, and it says whether originals can be had", () => {
  const head = { n: 2, latent: 1, split: "test", originals: true, maps: [], arrays: [["mu", "float16", 0], ["logvar", "float32", 4], ["labels", "uint16", 12]].map(([name, dtype, offset]) => ({ name, dtype, shape: [2], offset })) };
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
});
