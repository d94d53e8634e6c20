import assert from "node:assert/strict";
import test from "node:test";
import { part } from "../modules.mjs";

const { createUpload } = await part("workspace/uploads");
const { EMPTY } = await part("workspace/state");
const { createStore } = await part("core/store");

const MODEL = { digest: "m", latent_dim: 1, image_shape: [1, 1, 1] };
const FILE = { name: "a.png", size: 10 };

function setUp(context, answer, got = () => {}) {
  const asked = [];
  context.mock.method(globalThis, "fetch", async (...request) => (asked.push(request), answer()));
  const store = createStore({
    ...EMPTY,
    model: MODEL,
    here: { endpoints: { image: "/image" }, token: "a b" },
    c: Float32Array.of(0, 1),
  });
  return { asked, store, upload: createUpload(store, got) };
}

test("a file goes to the open model's encoder; one that is too large goes nowhere", async (context) => {
  const { asked, store, upload } = setUp(context, () => new Response('{"error": "no image"}', { status: 400 }));
  await upload({ name: "large.png", size: 6 * 2 ** 20 });
  assert.match(store.get().notice, /6\.0 MB; at most 5 MB/);
  await upload(FILE);
  assert.deepEqual(
    asked.map(([url]) => url),
    ["/image?model=m&token=a%20b&c=0,1"],
  );
  assert.equal(store.get().notice, "no image");
});

test("only what did not reach the server is said to have not", async (context) => {
  const lost = setUp(context, () => {
    throw new TypeError("network");
  });
  await lost.upload(FILE);
  assert.match(lost.store.get().notice, /did not reach the server/);
  const garbled = setUp(context, () => new Response("garbage"));
  await garbled.upload(FILE);
  assert.doesNotMatch(garbled.store.get().notice, /did not reach/);
});

test("the next z takes an upload's notice away, and no other's", async (context) => {
  const { store, upload } = setUp(context, () => new Response('{"error": "blank"}', { status: 400 }));
  await upload(FILE);
  assert.equal(store.get().notice, "blank");
  store.set({ source: { kind: "code", index: 1 } });
  assert.equal(store.get().notice, null);
  await upload(FILE);
  store.set({ notice: "something else" });
  store.set({ source: { kind: "draw" } });
  assert.equal(store.get().notice, "something else");
});

test("an answer that comes after another model was opened is not heard", async (context) => {
  const { store, upload } = setUp(context, () => {
    store.set({ model: { ...MODEL, digest: "other" } });
    return new Response("{}", { status: 500 });
  });
  await upload(FILE);
  assert.equal(store.get().notice, null);
});
