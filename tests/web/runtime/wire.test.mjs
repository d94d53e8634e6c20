import assert from "node:assert/strict";
import test from "node:test";
import { part } from "../modules.mjs";

const { packDecode, packEncode, unpackReply, DECODE, ENCODE } = await part("runtime/wire");
const SHAPE = { latentDim: 2, imageShape: [1, 2, 3] };

/** An answer as the server packs it. */
function reply(seq, op, n, ms, floats, bytes) {
  const view = new DataView(new ArrayBuffer(12 + 4 * floats.length + bytes.length));
  view.setUint32(0, seq, true);
  view.setUint16(4, op, true);
  view.setUint16(6, n, true);
  view.setFloat32(8, ms, true);
  floats.forEach((value, i) => view.setFloat32(12 + 4 * i, value, true));
  new Uint8Array(view.buffer, 12 + 4 * floats.length).set(bytes);
  return view.buffer;
}

test("a decode request is header, z, c in little-endian", () => {
  const bytes = [...new Uint8Array(packDecode(258, [1.5], [-2]))];
  assert.deepEqual(bytes, [2, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0xc0, 0x3f, 0, 0, 0, 0xc0]);
});

test("an encode request carries the number of pictures, and the pictures after c", () => {
  const view = new DataView(packEncode(7, [1], [Uint8Array.of(1, 2, 3, 4, 5, 6), Uint8Array.of(7, 8, 9, 10, 11, 12)]));
  assert.equal(view.byteLength, 8 + 4 + 12);
  assert.equal(view.getUint16(4, true), ENCODE);
  assert.equal(view.getUint16(6, true), 2);
  assert.equal(view.getFloat32(8, true), 1);
  assert.deepEqual([...new Uint8Array(view.buffer, 12)], [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]);
});

test("a decode answer gives its pixels", () => {
  const got = unpackReply(reply(9, DECODE, 1, 0.75, [], [1, 2, 3, 4, 5, 6]), SHAPE);
  assert.equal(got.seq, 9);
  assert.equal(got.computeMs, 0.75);
  assert.deepEqual([...got.pixels], [1, 2, 3, 4, 5, 6]);
});

test("an encode answer gives each picture's posterior, distortion and reconstruction", () => {
  const one = reply(3, ENCODE, 2, 1, [0.5, -0.5, -1, -2, 80.25], [1, 2, 3, 4, 5, 6]);
  const other = reply(0, 0, 0, 0, [1.5, 2.5, 0, -3, -7], [7, 8, 9, 10, 11, 12]).slice(12);
  const both = new Uint8Array(one.byteLength + other.byteLength);
  both.set(new Uint8Array(one));
  both.set(new Uint8Array(other), one.byteLength);
  const { seq, encodings } = unpackReply(both.buffer, SHAPE);
  assert.equal(seq, 3);
  assert.deepEqual([...encodings[0].mu, ...encodings[0].logvar, encodings[0].distortion], [0.5, -0.5, -1, -2, 80.25]);
  assert.deepEqual([...encodings[0].reconstruction], [1, 2, 3, 4, 5, 6]);
  assert.deepEqual([...encodings[1].mu, ...encodings[1].logvar, encodings[1].distortion], [1.5, 2.5, 0, -3, -7]);
  assert.deepEqual([...encodings[1].reconstruction], [7, 8, 9, 10, 11, 12]);
});

for (const [name, buffer] of [
  ["without a header", new ArrayBuffer(5)],
  ["that is too short", reply(1, DECODE, 1, 0, [], [1, 2, 3])],
  ["that is too long", reply(1, DECODE, 1, 0, [], [1, 2, 3, 4, 5, 6, 7])],
  ["of an unknown operation", reply(1, 9, 1, 0, [], [])],
]) {
  test(`an answer ${name} is refused`, () => assert.throws(() => unpackReply(buffer, SHAPE), RangeError));
}
