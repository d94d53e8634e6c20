/** Asking the server what a pasted loss is: the newest answer wins, and a failure is an answer too. */

import assert from "node:assert/strict";
import test from "node:test";
import { part } from "../../modules.mjs";

const { createAsking } = await part("collapse/theory/loss-ask");
const PAGE = { endpoints: { loss: "/vaeviz/loss" }, token: "t" };

/** Make one whose requests wait until they are answered here. */
function waiting(t) {
  const sent = [];
  const heard = [];
  t.mock.timers.enable({ apis: ["setTimeout"] });
  t.mock.method(
    globalThis,
    "fetch",
    (address, options) =>
      new Promise((resolve) =>
        sent.push({ address, ...options, answer: (body, init) => resolve(Response.json(body, init)) }),
      ),
  );
  const asking = createAsking(PAGE, (answer, asked) => heard.push([answer, asked.text]));
  return { asking, sent, heard };
}

const settled = async () => {
  for (let i = 0; i < 20; i++) await Promise.resolve();
  await new Promise(setImmediate);
};

test("a text that is being typed is asked for once, when the hand rests", async (t) => {
  const { asking, sent } = waiting(t);
  for (const text of ["l", "lo", "loss"]) asking.ask({ text }, true);
  t.mock.timers.tick(249);
  assert.equal(sent.length, 0);
  t.mock.timers.tick(1);
  assert.deepEqual(
    sent.map(({ body }) => JSON.parse(body).text),
    ["loss"],
  );
  assert.equal(sent[0].method, "POST");
  assert.equal(sent[0].headers.Authorization, "Bearer t");
});

test("an answer to an older text is not heard, whenever it comes", async (t) => {
  const { asking, sent, heard } = waiting(t);
  asking.ask({ text: "first" });
  t.mock.timers.tick(0);
  asking.ask({ text: "second" });
  t.mock.timers.tick(0);
  sent[1].answer({ beta: 2 });
  await settled();
  sent[0].answer({ beta: 1 });
  await settled();
  assert.deepEqual(heard, [[{ beta: 2 }, "second"]]);
});

test("while a newer text waits to be sent, the older answer is not heard either", async (t) => {
  const { asking, sent, heard } = waiting(t);
  asking.ask({ text: "first" });
  t.mock.timers.tick(0);
  asking.ask({ text: "second" }, true);
  sent[0].answer({ beta: 1 });
  await settled();
  assert.deepEqual(heard, []);
});

test("a refusal is an answer without a loss, in the server's words", async (t) => {
  const { asking, sent, heard } = waiting(t);
  asking.ask({ text: "x" });
  t.mock.timers.tick(0);
  sent[0].answer({ error: "The text has too many characters." }, { status: 400 });
  await settled();
  assert.equal(heard[0][0].loss, null);
  assert.deepEqual(heard[0][0].problems, [{ line: 0, text: "", why: "The text has too many characters." }]);
});
