import assert from "node:assert/strict";
import test from "node:test";
import { part } from "../modules.mjs";

const { createCodesLoading } = await part("map/loading");
const { EMPTY } = await part("workspace/state");
const { createStore } = await part("core/store");

const settled = () => new Promise((done) => setImmediate(done));
const dataOf = (digest, token = "t") => ({
  model: { digest, has_codes: true },
  endpoints: { codes: `/codes/${digest}` },
  token,
});

/** Loading of codes that come, or fail, when the test says so. */
function setUp() {
  const asked = [];
  const store = createStore({ ...EMPTY, link: { state: "open" } });
  const fetching = (url, signal) => new Promise((done, failed) => asked.push({ url, signal, done, failed }));
  return { asked, store, codes: createCodesLoading(store, fetching) };
}
async function failOnce({ asked, store, codes }) {
  codes.open(dataOf("m"));
  asked[0].failed(new Error("The server answered 502."));
  await settled();
  assert.equal(store.get().codesError, "The server answered 502.");
}

test("codes are fetched once a model, and stay under another token", async () => {
  const { asked, store, codes } = setUp();
  codes.open(dataOf("m"));
  codes.open(dataOf("m"));
  asked[0].done("codes of m");
  await settled();
  codes.open(dataOf("m", "new"));
  assert.equal(store.get().codes, "codes of m");
  assert.deepEqual(
    asked.map(({ url }) => url),
    ["/codes/m?token=t"],
  );
});

test("codes that failed, or still travel, are fetched again under a new token", async () => {
  const world = setUp();
  await failOnce(world);
  world.codes.open(dataOf("m", "new"));
  world.codes.open(dataOf("m", "newer"));
  assert.deepEqual(
    world.asked.map(({ url }) => url),
    ["/codes/m?token=t", "/codes/m?token=new", "/codes/m?token=newer"],
  );
  assert.ok(world.asked[1].signal.aborted);
  world.asked[1].failed(new Error("aborted"));
  world.asked[2].done("codes");
  await settled();
  assert.deepEqual([world.store.get().codes, world.store.get().codesError], ["codes", null]);
});

test("codes that failed are fetched again when a lost connection is back, and only then", async () => {
  const world = setUp();
  await failOnce(world);
  for (const state of ["connecting", "open"]) world.store.set({ link: { state } });
  assert.equal(world.asked.length, 1);
  for (const state of ["waiting", "open"]) world.store.set({ link: { state } });
  assert.equal(world.asked.length, 2);
});

test("another model's codes are fetched at once; what comes late, or after the end, is ignored", async () => {
  const { asked, store, codes } = setUp();
  codes.open(dataOf("m"));
  codes.open(dataOf("n"));
  asked[0].done("codes of m");
  await settled();
  assert.equal(store.get().codes, null);
  codes.close();
  asked[1].done("codes of n");
  await settled();
  assert.equal(store.get().codes, null);
});
