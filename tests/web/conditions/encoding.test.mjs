import assert from "node:assert/strict";
import test from "node:test";
import { part } from "../modules.mjs";

const { createStore } = await part("core/store");
const { createSending } = await part("conditions/encoding");
const { decodedWords } = await part("conditions/words");

test("images go one after the other, and what waited is not sent to another model", async () => {
  const store = createStore({ model: { digest: "one" }, notice: null, say: "" });
  const sent = [];
  const ends = [];
  const send = createSending(store, (file) => {
    sent.push(file);
    return new Promise((end) => ends.push(end));
  });
  send("a", [1], "a");
  const last = send("b", [1], "b");
  await null;
  assert.deepEqual(sent, ["a"]);
  store.set({ model: { digest: "two" } });
  ends[0]();
  await last;
  assert.deepEqual(sent, ["a"]);
  assert.equal(store.get().notice, null);
});

test("a failure is shown, and the next image is sent", async () => {
  const store = createStore({ model: { digest: "one" }, notice: null, say: "Sending the picture." });
  const sent = [];
  const send = createSending(store, async (file) => {
    if (file === "bad") throw new Error("its line broke");
    sent.push(file);
  });
  const bad = send("bad", [1], "test image 3");
  const good = send("good", [1], "your image");
  await bad;
  assert.equal(store.get().notice, "Test image 3 could not be encoded: its line broke. Send it again.");
  assert.equal(store.get().say, "");
  await good;
  assert.deepEqual(sent, ["good"]);
  assert.equal(store.get().notice, null);
});

test("what an image is decoded as is named under every condition", () => {
  const model = { condition: { kind: "class", names: ["0", "1"] } };
  assert.equal(decodedWords({ model, c: [0, 1], source: null }), "decoded as 1");
  assert.equal(decodedWords({ model, c: [0, 0], source: null }), "decoded, no class");
  assert.equal(decodedWords({ model, c: [0.3, 0.7], source: { moved: false } }), "decoded as 30% 0 + 70% 1");
  assert.equal(decodedWords({ model, c: [0, 1], source: { moved: true } }), "z moved, as 1");
  assert.equal(
    decodedWords({ model: { condition: { kind: "attributes" } }, c: [0], source: null }),
    "with these attributes",
  );
});
