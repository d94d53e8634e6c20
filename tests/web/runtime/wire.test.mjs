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

test("an encode request carries its side and the pixels after c", () => {
  const view = new DataView(
    packEncode(
      7,
      [1],
      Uint8Array.from({ length: 64 }, (_, i) => i),
      8,
    ),
  );
  assert.equal(view.byteLength, 8 + 4 + 64);
  assert.equal(view.getUint16(4, true), ENCODE);
  assert.equal(view.getUint16(6, true), 8);
  assert.equal(view.getFloat32(8, true), 1);
  assert.equal(view.getUint8(12 + 63), 63);
});

test("a drawing that is not square is refused before it is sent", () => {
  assert.throws(() => packEncode(1, [], new Uint8Array(63), 8), /64 pixels/);
});

test("a decode answer gives its pixels", () => {
  const got = unpackReply(reply(9, DECODE, 1, 0.75, [], [1, 2, 3, 4, 5, 6]), SHAPE);
  assert.equal(got.seq, 9);
  assert.equal(got.computeMs, 0.75);
  assert.deepEqual([...got.pixels], [1, 2, 3, 4, 5, 6]);
});

test("an encode answer gives posterior, rate, distortion and both pictures", () => {
  const pictures = [1, 2, 3, 4, 5, 6, 11, 12, 13, 14, 15, 16];
  const got = unpackReply(reply(3, ENCODE, 1, 1, [0.5, -0.5, -1, -2, 3, 4, 80.25], pictures), SHAPE);
  assert.deepEqual([...got.mu], [0.5, -0.5]);
  assert.deepEqual([...got.logvar], [-1, -2]);
  assert.deepEqual([...got.rate], [3, 4]);
  assert.equal(got.distortion, 80.25);
  assert.deepEqual([...got.input], pictures.slice(0, 6));
  assert.deepEqual([...got.reconstruction], pictures.slice(6));
});

for (const [name, buffer] of [
  ["without a header", new ArrayBuffer(5)],
  ["that is too short", reply(1, DECODE, 1, 0, [], [1, 2, 3])],
  ["that is too long", reply(1, DECODE, 1, 0, [], [1, 2, 3, 4, 5, 6, 7])],
  ["of an unknown operation", reply(1, 9, 1, 0, [], [])],
]) {
  test(`an answer ${name} is refused`, () => assert.throws(() => unpackReply(buffer, SHAPE), RangeError));
}
