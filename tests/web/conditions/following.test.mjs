import assert from "node:assert/strict";
import test from "node:test";
import { part } from "../modules.mjs";

const { createFollowing } = await part("conditions/following");

const model = { digest: "d" };
const columns = [{ c: Float32Array.of(1, 0) }, { c: Float32Array.of(0, 1) }];
const turn = () => new Promise((done) => setImmediate(done));

function setting(quick = null) {
  const asked = [];
  const drawn = [];
  const session = {
    seq: 0,
    atOnce: () => quick,
    many: (slot, z, c, n) => new Promise((done, failed) => asked.push({ slot, z: [...z], c: [...c], n, done, failed })),
  };
  performance.clearMarks();
  return {
    asked,
    drawn,
    session,
    follow: createFollowing(
      session,
      (pixels, request) => drawn.push({ pixels, z: request.z[0] }),
      () => {},
    ),
  };
}
const at = (value) => ({ model, z: Float32Array.of(value) });

test("it requests z under every column at once, one batch at a time, then the newest", async () => {
  const { asked, drawn, session, follow } = setting();
  session.seq = 1;
  follow(at(1), columns);
  assert.deepEqual([asked.length, asked[0].z, asked[0].c, asked[0].n], [1, [1, 1], [1, 0, 0, 1], 2]);
  for (const [seq, value] of [
    [2, 2],
    [3, 3],
    [4, 4],
  ]) {
    session.seq = seq;
    follow(at(value), columns);
  }
  assert.equal(asked.length, 1);
  asked[0].done("one");
  await turn();
  assert.deepEqual(asked[1].z, [4, 4]);
  asked[1].done("four");
  await turn();
  assert.deepEqual(drawn, [
    { pixels: "one", z: 1 },
    { pixels: "four", z: 4 },
  ]);
  assert.deepEqual(
    performance.getEntriesByName("vaeviz:strip").map(({ detail }) => detail.seq),
    [1, 4],
  );
});

test("what is shown is not requested again", async () => {
  const { asked, follow } = setting();
  const state = at(1);
  follow(state, columns);
  asked[0].done("one");
  await turn();
  follow(state, columns);
  assert.equal(asked.length, 1);
});

test("what failed is requested again with the next call", async () => {
  const { asked, drawn, follow } = setting();
  const state = at(1);
  follow(state, columns);
  asked[0].failed(new Error("no"));
  await turn();
  follow(state, columns);
  asked[1].done("one");
  await turn();
  assert.equal(drawn.length, 1);
});

test("where the page decodes fast enough images are drawn within the event", () => {
  const { asked, drawn, session, follow } = setting("quick");
  session.seq = 7;
  follow(at(3), columns);
  assert.deepEqual([asked.length, drawn], [0, [{ pixels: "quick", z: 3 }]]);
  assert.deepEqual(
    performance.getEntriesByName("vaeviz:strip").map(({ detail }) => detail.seq),
    [7],
  );
});

test("an answer that comes after newer images were drawn is dropped", async () => {
  const { asked, drawn, session, follow } = setting();
  follow(at(1), columns);
  session.atOnce = () => "quick";
  follow(at(2), columns);
  asked[0].done("late");
  await turn();
  assert.deepEqual(drawn, [{ pixels: "quick", z: 2 }]);
});
