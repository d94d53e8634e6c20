import assert from "node:assert/strict";
import test from "node:test";
import { part } from "../modules.mjs";
import { fakePage, find } from "./page.mjs";

const { createOwnCodes } = await part("image/own-codes");
const { createSecond } = await part("image/second-model");
const { EMPTY } = await part("workspace/state");
const { createStore } = await part("core/store");

const settled = () => new Promise((done) => setImmediate(() => setTimeout(done))); // a frame, and what comes after it
const modelOf = (name, more) => ({
  name,
  digest: name,
  latent_dim: 1,
  image_shape: [1, 1, 1],
  condition: null,
  has_codes: true,
  prior: { mu: [0], logvar: [0] },
  rate: null,
  ...more,
});
const codesOf = (mu, rows = [5, 6]) => ({
  n: mu.length,
  latent: 1,
  split: "test",
  rows: Int32Array.from(rows),
  labels: new Uint8Array(mu.length),
  mu: Float32Array.from(mu),
});
const beside = (name) => ({ model: modelOf(name), endpoints: { codes: `/codes/${name}` }, token: "t" });
const CODE = { kind: "code", index: 1, text: "test image 6" };

/** A first model at its second code, and a second one whose images are made by hand. */
function setUp(context) {
  fakePage(context);
  const world = {
    opened: [],
    store: createStore({
      ...EMPTY,
      model: modelOf("first"),
      z: Float32Array.of(0.5),
      codes: codesOf([0.25, 0.5]),
      source: CODE,
    }),
  };
  const open = (second, hear) => {
    const pictures = { second, hear, shown: [], closed: false };
    pictures.show = (z) => pictures.shown.push(z[0]);
    pictures.close = () => {
      pictures.closed = true;
    };
    world.opened.push(pictures);
    return pictures;
  };
  world.second = createSecond(world.store, () => {}, open);
  world.words = () => find(world.second.line, "second-words").textContent;
  world.store.set({ second: beside("second") });
  return world;
}

test("the second model follows the first, and is closed with its connection", async (context) => {
  const { store, opened, second } = setUp(context);
  await settled();
  store.set({ z: Float32Array.of(1) });
  await settled();
  assert.deepEqual(opened[0].shown, [0.5, 1]);
  store.set({ second: null });
  assert.ok(opened[0].closed && second.frame.hidden && second.line.hidden);
});

test("an error of the connection stays until an image comes, and requests none", async (context) => {
  const { opened, words } = setUp(context);
  await settled();
  opened[0].hear.error("It broke.");
  assert.equal(words(), "It broke.");
  await settled();
  assert.equal(opened[0].shown.length, 1);
  opened[0].hear.picture({ pixels: Uint8Array.of(1) });
  assert.match(words(), /^z dimension by dimension/);
});

/** The button and what it gives, with codes that come or fail by hand. */
function setUpOwn(context) {
  fakePage(context);
  const world = {
    asked: [],
    changes: 0,
    store: createStore({
      ...EMPTY,
      model: modelOf("first"),
      codes: codesOf([0.25, 0.5]),
      source: CODE,
      second: beside("second"),
    }),
  };
  const fetching = (url) => new Promise((done, failed) => world.asked.push({ url, done, failed }));
  world.own = createOwnCodes(world.store, () => world.changes++, fetching);
  world.code = () => world.own.of(world.store.get())?.z[0];
  world.why = () => world.own.why(world.store.get());
  return world;
}

test("its own code of the current image is shown once it is wanted and there", async (context) => {
  const { asked, own, code, store } = setUpOwn(context);
  assert.equal(asked.length, 0);
  own.button.onclick();
  assert.equal(code(), undefined);
  asked[0].done(codesOf([7, 8]));
  await settled();
  assert.equal(code(), 8);
  assert.equal(own.button.attributes["aria-pressed"], "true");
  store.set({ source: { ...CODE, moved: true } });
  assert.equal(code(), undefined);
  assert.equal(own.button.attributes["aria-pressed"], "false", "not while z is not an image's code");
});

test("with another first model the same rows are of other images, of which none is shown", async (context) => {
  const { asked, own, code, why, store } = setUpOwn(context);
  own.button.onclick();
  asked[0].done(codesOf([7, 8]));
  await settled();
  assert.equal(code(), 8);
  store.set({ model: modelOf("other"), codes: codesOf([0, 0], [1, 2]), source: CODE });
  assert.equal(code(), undefined);
  assert.equal(why(), "its codes are of other images");
  store.set({ codes: codesOf([3, 3]) });
  assert.equal(code(), 8);
  assert.equal(asked.length, 1, "they are the same codes of the second model");
});

test("a second model of other data cannot be asked for the same image, and the button says why", (context) => {
  const { asked, own, store } = setUpOwn(context);
  own.button.onclick();
  assert.equal(own.button.disabled, false);
  const second = { ...beside("faces"), model: modelOf("faces", { dataset: "avatars" }) };
  store.set({ model: modelOf("first", { dataset: "mnist" }), second });
  assert.ok(own.button.disabled && asked.length === 1);
  assert.match(own.button.title, /codes are of avatars, those here of mnist/);
  store.set({ second: { ...second, model: modelOf("again", { dataset: "mnist" }) } });
  assert.equal(own.button.disabled, false);
  assert.match(own.button.title, /^Show the second model/);
});

test("codes that failed are fetched again on the next request, or when the connection is restored", async (context) => {
  const { asked, own, code, why, store } = setUpOwn(context);
  own.button.onclick();
  asked[0].failed(new Error("no"));
  await settled();
  assert.equal(why(), "no");
  store.set({ source: { ...CODE } });
  assert.equal(asked.length, 1, "not at every move");
  store.set({ link: { state: "open" } });
  asked[1].failed(new Error("no"));
  await settled();
  own.button.onclick();
  own.button.onclick();
  asked[2].done(codesOf([7, 8]));
  await settled();
  assert.deepEqual([why(), code(), asked.length], ["", 8, 3]);
});
