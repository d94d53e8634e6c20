import assert from "node:assert/strict";
import test from "node:test";
import { part } from "../modules.mjs";

const { createSession } = await part("runtime/session");
const { EMPTY } = await part("workspace/state");
const { createStore } = await part("core/store");

const settled = () => new Promise((done) => setImmediate(done));
const NONE = new Float32Array(0);
const dataOf = (digest, token = "t") => ({
  model: { digest, name: digest, latent_dim: 1, image_shape: [1, 8, 8] },
  endpoints: {},
  token,
});
const INK = Uint8Array.from({ length: 64 }, (_, i) => (i % 8 === 3 ? 255 : 0));

/** A session whose pictures are made by hand. */
function setUp() {
  const world = { opened: [], told: [] };
  world.store = createStore(EMPTY);
  const open = ({ model, token }, hear) => {
    const pictures = { digest: model.digest, token, hear, shown: [], asked: [], closed: false };
    pictures.show = (z) => pictures.shown.push(z[0]);
    pictures.many = (slot, z) => new Promise((done, failed) => pictures.asked.push({ slot, z: z[0], done, failed }));
    pictures.encode = (asked) => (pictures.drawn = asked);
    pictures.retry = () => (pictures.retried = true);
    pictures.close = () => {
      pictures.closed = true;
      pictures.asked.forEach(({ done }) => done(null));
    };
    world.opened.push(pictures);
    return pictures;
  };
  world.session = createSession(world.store, (...got) => world.told.push(got), open);
  world.view = (digest, z) => world.store.set({ model: dataOf(digest).model, z: Float32Array.of(z) });
  return world;
}
/** What a promise has come to: its value, or "waits". */
const stateOf = (promise) => Promise.race([promise, settled().then(() => "waits")]);

test("the picture follows z, and only the decoder of the store's model is asked", () => {
  const { store, session, opened, view } = setUp();
  view("m", 1);
  session.open(dataOf("m"));
  store.set({ z: Float32Array.of(2) });
  assert.deepEqual(opened[0].shown, [1, 2]);
  view("other", 3); // the store is ahead of the session
  assert.deepEqual(opened[0].shown, [1, 2]);
  session.open(dataOf("other"));
  assert.deepEqual(opened[1].shown, [3]);
  assert.ok(opened[0].closed);
  session.open(dataOf("other"));
  assert.equal(opened.length, 2);
});

test("pictures asked for before there is a decoder are made once it is there", async () => {
  const { session, opened, view } = setUp();
  view("m", 1);
  const pin = session.many("compared", Float32Array.of(7), NONE, 1);
  assert.equal(await stateOf(pin), "waits");
  session.open(dataOf("m"));
  const [{ slot, z, done }] = opened[0].asked;
  assert.deepEqual([slot, z], ["compared", 7]);
  done(Uint8Array.of(9));
  assert.deepEqual([...(await pin)], [9]);
});

test("the decoder of one model is never asked for codes of another; what was asked of the one that was left is null", async () => {
  const { session, opened, view } = setUp();
  view("m", 1);
  session.open(dataOf("m"));
  const old = session.many("strip", Float32Array.of(1), NONE, 1);
  view("other", 2);
  const fresh = session.many("compared", Float32Array.of(5), NONE, 1);
  assert.deepEqual(
    opened[0].asked.map(({ slot }) => slot),
    ["strip"],
  );
  session.open(dataOf("other"));
  assert.equal(await old, null);
  assert.deepEqual(
    opened[1].asked.map(({ slot }) => slot),
    ["compared"],
  );
  opened[1].asked[0].done(Uint8Array.of(5));
  assert.deepEqual([...(await fresh)], [5]);
});

test("what hears that the line of the model before is closed cannot ask its decoder any more", () => {
  const { store, session, opened, view } = setUp();
  view("m", 1);
  session.open(dataOf("m"));
  const [old] = opened;
  old.atOnce = () => assert.fail("the decoder of the model that was left was asked");
  old.close = () => old.hear.link({ state: "closed" });
  view("other", 2);
  const atOnce = [];
  store.watch(["link"], () => atOnce.push(session.atOnce(Float32Array.of(2), NONE, 1)));
  session.open(dataOf("other"));
  assert.deepEqual(atOnce, [null, null]); // at the start, and as the line closed
  assert.deepEqual(opened[1].shown, [2]);
});

test("a renewed token lets nothing go: what was under way is asked for again", async () => {
  const { session, opened, view } = setUp();
  view("m", 1);
  session.open(dataOf("m"));
  const pin = session.many("compared", Float32Array.of(7), NONE, 1);
  session.open(dataOf("m", "new"));
  assert.equal(await stateOf(pin), "waits");
  assert.equal(opened[1].token, "new");
  opened[1].asked[0].done(Uint8Array.of(9));
  assert.deepEqual([...(await pin)], [9]);
});

test("the newest of a slot takes the place of the one before, also while both wait", async () => {
  const { session, opened, view } = setUp();
  view("m", 1);
  const [old, fresh] = [1, 2].map((z) => session.many("strip", Float32Array.of(z), NONE, 1));
  assert.equal(await old, null);
  session.open(dataOf("m"));
  assert.deepEqual(
    opened[0].asked.map(({ z }) => z),
    [2],
  );
  opened[0].asked[0].failed(new Error("no"));
  await assert.rejects(fresh, /no/);
});

test("a closed session leaves nothing behind: no picture follows, nothing waits", async () => {
  const { store, session, opened, view } = setUp();
  view("m", 1);
  session.open(dataOf("m"));
  const waiting = session.many("strip", Float32Array.of(1), NONE, 1);
  session.close();
  assert.equal(await waiting, null);
  assert.equal(await session.many("strip", Float32Array.of(1), NONE, 1), null);
  store.set({ z: Float32Array.of(2) });
  session.encode(INK, 8);
  session.reopen();
  assert.deepEqual(opened[0].shown, [1]);
  assert.ok(!opened[0].drawn && !opened[0].retried);
});

test("a drawing is fitted and encoded under c, or under what else it is told; an empty one is said to be empty", () => {
  const { store, session, opened, view, told } = setUp();
  view("m", 1);
  store.set({ c: Float32Array.of(1, 0) });
  session.open(dataOf("m"));
  session.encode(new Uint8Array(64), 8);
  assert.match(store.get().notice, /The drawing is empty/);
  assert.equal(opened[0].drawn, undefined);
  session.encode(INK, 8);
  const { drawn } = opened[0];
  assert.equal(drawn.c, store.get().c);
  assert.deepEqual([drawn.kind, drawn.fits.length, drawn.fits[0].levels.length], ["draw", 1, 64]);
  const other = Float32Array.of(0, 1);
  session.encode(INK, 8, other);
  assert.equal(opened[0].drawn.c, other);
  opened[0].hear.encoded({ seq: 1, computeMs: 1, roundTripMs: null, asked: opened[0].drawn });
  assert.equal(store.get().notice, null);
  assert.deepEqual(told[0].slice(1), ["draw", other, undefined]);
});

test("a picture is told with its condition and its name, and only the store's model is asked", () => {
  const { session, opened, view, told } = setUp();
  view("m", 1);
  session.open(dataOf("m"));
  const [fits, c] = [[{ levels: INK, how: "centred" }], Float32Array.of(0)];
  session.encodePicture(fits, c, "your image");
  assert.deepEqual(opened[0].drawn, { fits, c, kind: "upload", name: "your image" });
  opened[0].hear.encoded({ seq: 1, computeMs: 1, roundTripMs: null, asked: opened[0].drawn });
  assert.deepEqual(told[0].slice(1), ["upload", c, "your image"]);
  opened[0].drawn = null;
  view("other", 1);
  session.encodePicture(fits, c, "your image");
  assert.equal(opened[0].drawn, null);
});

test("a lost line is said with what goes on", () => {
  for (const [encodes, words] of [
    [false, /drawing and uploads wait/],
    [true, /This model keeps working/],
  ]) {
    const { store, session, opened, view } = setUp();
    view("m", 1);
    session.open(dataOf("m"));
    opened[0].hear.way("page");
    if (encodes) opened[0].hear.encoder();
    assert.equal(store.get().encodes, encodes);
    opened[0].hear.link({ state: "open" });
    opened[0].hear.link({ state: "waiting" });
    assert.match(store.get().say, words);
  }
});

test("what the decoder complains of stands until a picture comes", () => {
  const { store, session, opened, view, told } = setUp();
  view("m", 1);
  session.open(dataOf("m"));
  opened[0].hear.error("It broke.");
  assert.equal(store.get().notice, "It broke.");
  opened[0].hear.picture({ pixels: 1, seq: 4, computeMs: 1, roundTripMs: null });
  assert.equal(store.get().notice, null);
  assert.deepEqual(store.get().latency, { computeMs: 1, roundTripMs: null });
  store.set({ notice: "Something else." });
  opened[0].hear.picture({ pixels: 1, seq: 5, computeMs: 1, roundTripMs: null });
  assert.equal(store.get().notice, "Something else.");
  assert.deepEqual(
    told.map(([{ seq }, kind]) => [seq, kind]),
    [
      [4, "decode"],
      [5, "decode"],
    ],
  );
});
