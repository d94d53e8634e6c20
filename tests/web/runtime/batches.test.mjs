import assert from "node:assert/strict";
import test from "node:test";
import { part } from "../modules.mjs";

const { Batches } = await part("runtime/batches");

/** A queue whose work is answered by hand: each picture is one byte, its z. */
function setUp(most = 2) {
  const asked = [];
  const send = (z, c, n) =>
    new Promise((done, failed) =>
      asked.push({ z: [...z], c: [...c], n, answer: () => done(Uint8Array.from(z)), failed }),
    );
  return { asked, queue: new Batches(send, () => most) };
}
const settled = () => new Promise((done) => setImmediate(done));
const codes = (...values) => Float32Array.from(values);

test("work is asked for in parts, and the pixels come in order", async () => {
  const { asked, queue } = setUp();
  const pixels = queue.many("a", codes(1, 2, 3, 4, 5), new Float32Array(0), 5);
  for (let i = 0; i < 3; i++) {
    await settled();
    asked[i].answer();
  }
  assert.deepEqual([...(await pixels)], [1, 2, 3, 4, 5]);
  assert.deepEqual(
    asked.map(({ n }) => n),
    [2, 2, 1],
  );
});

test("each row keeps its condition", async () => {
  const { asked, queue } = setUp(1);
  const pixels = queue.many("a", codes(1, 2), codes(10, 11, 20, 21), 2);
  asked[0].answer();
  await settled();
  asked[1].answer();
  await pixels;
  assert.deepEqual(
    asked.map(({ c }) => c),
    [
      [10, 11],
      [20, 21],
    ],
  );
});

test("the newest of a slot takes the place of the one before, also in the middle of its work", async () => {
  const { asked, queue } = setUp();
  const old = queue.many("a", codes(1, 2, 3, 4), codes(), 4);
  const fresh = queue.many("a", codes(9), codes(), 1);
  assert.equal(await old, null);
  asked[0].answer();
  await settled();
  asked[1].answer();
  assert.deepEqual([...(await fresh)], [9]);
  assert.equal(asked.length, 2, "the rest of the old work is never asked for");
});

test("slots take turns: a strip does not wait until a whole grid is done", async () => {
  const { asked, queue } = setUp();
  queue.many("grid", codes(1, 2, 3, 4), codes(), 4);
  queue.many("strip", codes(7), codes(), 1);
  asked[0].answer();
  await settled();
  assert.deepEqual(asked[1].z, [7]);
});

test("one failure is told to whom it happened, and the others go on", async () => {
  const { asked, queue } = setUp();
  const bad = queue.many("a", codes(1), codes(), 1);
  const good = queue.many("b", codes(2), codes(), 1);
  asked[0].failed(new Error("no"));
  await assert.rejects(bad, /no/);
  await settled();
  asked[1].answer();
  assert.deepEqual([...(await good)], [2]);
});

test("what waits is let go of with null", async () => {
  const { queue } = setUp();
  const waiting = queue.many("a", codes(1), codes(), 1);
  queue.clear();
  assert.equal(await waiting, null);
});
