import assert from "node:assert/strict";
import test from "node:test";
import { part } from "../modules.mjs";
import { setUp } from "./setting.mjs";

const { createThumbnails } = await part("history/thumbnails");

const point = (value) => ({ z: Float32Array.of(value, 0), c: Float32Array.of(1, 0) });

/** Thumbnails whose images are four times z's first number; every request is kept. */
function decoding(answer = (z, n) => Uint8Array.from({ length: 4 * n }, (_, i) => z[2 * Math.floor(i / 4)])) {
  const asked = [];
  const many = async (_, z, c, n) => {
    asked.push([...z].filter((_, i) => i % 2 === 0));
    assert.equal(c.length, 2 * n);
    return answer(z, n);
  };
  return { asked, thumbnails: createThumbnails(setUp().store, many) };
}

test("every point is decoded once, whoever shows it", async () => {
  const { asked, thumbnails } = decoding();
  const [one, two, three] = [1, 2, 3].map(point);
  assert.equal(await thumbnails.make("film", [one, two]), true);
  assert.equal(await thumbnails.make("pins", [two, three]), true);
  assert.equal(await thumbnails.make("film", [one, two, three]), true);
  assert.deepEqual(asked, [[1, 2], [3]]);
});

test("the same z under another class is another image", async () => {
  const { asked, thumbnails } = decoding();
  const one = point(1);
  await thumbnails.make("film", [one, { ...one, c: Float32Array.of(0, 1) }]);
  await thumbnails.make("film", [{ ...one }]);
  assert.deepEqual(asked, [[1, 1]]);
});

test("what did not arrive is asked for again", async () => {
  for (const answer of [() => null, () => Promise.reject(new Error("no line"))]) {
    const { asked, thumbnails } = decoding(answer);
    assert.equal(await thumbnails.make("film", [point(1)]), false);
    assert.equal(await thumbnails.make("film", [point(1)]), false);
    assert.equal(asked.length, 2);
  }
});
