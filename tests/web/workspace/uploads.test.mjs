import assert from "node:assert/strict";
import test from "node:test";
import { part } from "../modules.mjs";

const { createUpload } = await part("workspace/uploads");
const { FileError } = await part("fitting/open");
const { EMPTY } = await part("workspace/state");
const { createStore } = await part("core/store");

const MODEL = { digest: "m", latent_dim: 1, image_shape: [1, 1, 2] };
const FILE = { name: "a.png", size: 10 };
const pixels = (...levels) => ({
  width: levels.length,
  height: 1,
  data: Uint8ClampedArray.from(levels.flatMap((level) => [level, level, level, 255])),
});

function setUp(open) {
  const encoded = [];
  const store = createStore({ ...EMPTY, model: MODEL, c: Float32Array.of(0, 1) });
  return { encoded, store, upload: createUpload(store, (...given) => encoded.push(given), open) };
}

test("a file is opened, fitted and encoded under c, or under what else it is told", async () => {
  const { encoded, store, upload } = setUp(async () => pixels(0, 200));
  await upload(FILE);
  const other = Float32Array.of(1, 0);
  await upload(FILE, other, "test image 3");
  const [[fits, c, name], [, ...told]] = encoded;
  assert.deepEqual([...fits[0].levels], [0, 200]);
  assert.equal(c, store.get().c);
  assert.equal(name, "your image");
  assert.deepEqual(told, [other, "test image 3"]);
});

test("a picture that is fitted already is encoded as it is", async () => {
  const { encoded, upload } = setUp(() => assert.fail("nothing is to be opened"));
  const fits = [{ levels: Uint8Array.of(1, 2), how: "" }];
  await upload(fits);
  assert.equal(encoded[0][0], fits);
});

test("a file that is not opened is said to be so, and so is a blank one; another fault is thrown", async () => {
  const refused = setUp(async () => {
    throw new FileError("It is no image.");
  });
  await refused.upload(FILE);
  assert.equal(refused.store.get().notice, "It is no image.");
  assert.equal(refused.store.get().say, "");
  const blank = setUp(async () => pixels(9, 9, 9));
  await blank.upload(FILE);
  assert.match(blank.store.get().notice, /blank/);
  assert.deepEqual([...refused.encoded, ...blank.encoded], []);
  const broken = setUp(async () => {
    throw new TypeError("a fault of ours");
  });
  await assert.rejects(broken.upload(FILE), /a fault of ours/);
});

test("the next z takes an upload's notice away, and no other's", async () => {
  const { store, upload } = setUp(async () => pixels(9, 9, 9));
  await upload(FILE);
  assert.match(store.get().notice, /blank/);
  store.set({ source: { kind: "code", index: 1 } });
  assert.equal(store.get().notice, null);
  await upload(FILE);
  store.set({ notice: "something else" });
  store.set({ source: { kind: "draw" } });
  assert.equal(store.get().notice, "something else");
});

test("what was opened when another model is there by then is not encoded", async () => {
  const { encoded, store, upload } = setUp(async () => {
    store.set({ model: { ...MODEL, digest: "other" } });
    return pixels(9, 9, 9);
  });
  await upload(FILE);
  assert.equal(store.get().notice, null);
  assert.deepEqual(encoded, []);
});
