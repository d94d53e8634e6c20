import assert from "node:assert/strict";
import test from "node:test";
import { part } from "../modules.mjs";

const { imagesOf, layoutOf, writeImage } = await part("conditions/frames");

test("images stand side by side with a gap that grows with them", () => {
  assert.deepEqual(layoutOf(10, [1, 28, 28]), { width: 10 * 28 + 9 * 2, height: 28, step: 30, gap: 2 });
  assert.deepEqual(layoutOf(9, [3, 64, 64]), { width: 9 * 64 + 8 * 5, height: 64, step: 69, gap: 5 });
});

test("grey and colour become opaque pixels at their place", () => {
  const target = new Uint32Array(5 * 2);
  writeImage(target, 5, 0, Uint8Array.of(1, 2, 3, 4), [1, 2, 2]);
  writeImage(target, 5, 3, Uint8Array.of(9, 8, 7, 0, 0, 0, 0, 0, 0, 1, 2, 3), [3, 2, 2]);
  const bytes = (i) => [...new Uint8Array(target.buffer, 4 * i, 4)];
  assert.deepEqual(
    [bytes(0), bytes(1), bytes(2), bytes(6)],
    [
      [1, 1, 1, 255],
      [2, 2, 2, 255],
      [0, 0, 0, 0],
      [4, 4, 4, 255],
    ],
  );
  assert.deepEqual(
    [bytes(3), bytes(9)],
    [
      [9, 8, 7, 255],
      [1, 2, 3, 255],
    ],
  );
});

test("a batch is split image by image", () => {
  assert.deepEqual(
    imagesOf(Uint8Array.of(1, 2, 3, 4), 2).map((part) => [...part]),
    [
      [1, 2],
      [3, 4],
    ],
  );
});
