import assert from "node:assert/strict";
import test from "node:test";
import { part } from "../modules.mjs";

const { createStore } = await part("core/store");
const { leaveAt, leftAt } = await part("core/url");
const { pack } = await part("map/grid");
const { createOpening, endpointsOf } = await part("workspace/opening");
const { EMPTY } = await part("workspace/state");
const { KEYS } = await part("workspace/view-keys");

const ENDPOINTS = { models: "/m", codes: "/c", weights: "/w", originals: "/o", export: "/x", live: "/l" };
const z = (...values) => pack(values, 3200);

function modelOf(name) {
  return {
    name,
    digest: `d-${name}`,
    latent_dim: 2,
    condition: null,
    class_names: [],
    prior: { mu: [0, 0], logvar: [0, 0], mu_weight: null, logvar_weight: null },
    has_codes: true,
    maps: ["pca"],
    first_map: "pca",
    start: null,
  };
}

/** A page with models a to d, of which d is damaged and e is not for this page; fetches wait until `answer()`. */
function setUp(context, { opened = [], pair } = {}) {
  const world = { fetched: [], shown: [], reported: [], went: [], waiting: [] };
  const store = createStore({ ...EMPTY, models: [..."abcd"].map((name) => ({ name, title: name })) });
  const data = {
    models: store.get().models,
    first: "b",
    shown: null,
    refused: { e: "e is unconditional." },
    opened,
    endpoints: ENDPOINTS,
    token: "t",
  };
  context.mock.method(globalThis, "fetch", (address, { headers }) => {
    world.fetched.push(address);
    assert.equal(headers.Authorization, `Bearer ${data.token}`);
    const name = address.split("/").at(-1);
    const answer = () =>
      name === "d"
        ? new Response(JSON.stringify({ error: "d/model.safetensors is damaged." }), { status: 404 })
        : new Response(JSON.stringify(modelOf(name)));
    return new Promise((done) => world.waiting.push(() => done(answer())));
  });
  const opening = createOpening(store, {
    data: () => data,
    keys: KEYS,
    pair,
    host: { report: (name) => world.reported.push(name), go: (page) => world.went.push(page) },
    shown: ({ model, token }) => world.shown.push([model.name, token]),
  });
  const settle = () => new Promise((done) => setImmediate(done));
  const answer = async () => {
    for (let round = 0; round < 4; round++) {
      world.waiting.splice(0).forEach((one) => one());
      await settle();
    }
  };
  return { world, store, data, opening, answer };
}

test("a query names the model and its view; what comes along need not be fetched", async (context) => {
  const { world, store, opening, answer } = setUp(context, { opened: [modelOf("a")] });
  opening.take(`?model=a&z=${z(1, 2)}`);
  await answer();
  assert.deepEqual(world, { ...world, fetched: [], shown: [["a", "t"]], reported: ["a"] });
  assert.deepEqual([...store.get().z], [1, 2]);
  assert.deepEqual(store.get().here, { endpoints: endpointsOf(ENDPOINTS, "d-a"), token: "t" });
  assert.equal(store.get().here.endpoints.codes, "/c/d-a");
  assert.equal(store.get().notice, null);
});

test("a first visit shows the first choice", async (context) => {
  const { world, store, opening, answer } = setUp(context);
  opening.take("");
  assert.equal(store.get().opening, "b");
  await answer();
  assert.deepEqual([world.fetched, store.get().model.name, store.get().opening], [["/m/b"], "b", null]);
});

for (const [query, words] of [
  ["?model=<i>", /Unknown model '<i>'; allowed: a, b, c, d\. The default model is shown\.$/],
  ["?model=e", /^e is unconditional\. The default model is shown\.$/],
  [`?model=b&z=${z(1)}&map=moon`, /this model has 2 dimensions\. Unknown map 'moon'.*The default is shown instead\.$/],
  ["?model=d", /^d\/model\.safetensors is damaged\. b is shown instead\.$/],
]) {
  test(`what cannot be shown is said, and the default is shown: ${query}`, async (context) => {
    const { store, opening, answer } = setUp(context);
    opening.take(query);
    await answer();
    assert.equal(store.get().model.name, "b");
    assert.match(store.get().notice, words);
  });
}

test("a model that cannot be opened leaves the one that is shown as it is", async (context) => {
  const { world, store, opening, answer } = setUp(context);
  opening.take(`?model=a&z=${z(1, 2)}`);
  await answer();
  opening.choose("d");
  assert.equal(store.get().opening, "d");
  await answer();
  const { model, opening: name, notice } = store.get();
  assert.deepEqual([model.name, name, [...store.get().z]], ["a", null, [1, 2]]);
  assert.match(notice, /d\/model\.safetensors is damaged\. a is still shown\./);
  assert.deepEqual(world.reported, ["a"]);
});

test("of two models asked for one after the other the last is shown", async (context) => {
  const { store, opening, answer } = setUp(context, { opened: [modelOf("a")] });
  opening.take("?model=a");
  await answer();
  opening.choose("b");
  opening.choose("c");
  await answer();
  assert.equal(store.get().model.name, "c");
});

test("a model comes back as it was left; what fits any model stays", async (context) => {
  const { store, opening, answer } = setUp(context);
  opening.take(`?model=a&z=${z(1, 2)}&pins=A.${z(1, 1)}.none`);
  await answer();
  store.set({ temperature: 0.5 });
  opening.choose("b");
  await answer();
  assert.deepEqual([store.get().model.name, [...store.get().z], store.get().pins.length], ["b", [0, 0], 0]);
  assert.equal(store.get().temperature, 0.5);
  opening.choose("a");
  await answer();
  assert.deepEqual([store.get().model.name, [...store.get().z], store.get().pins.length], ["a", [1, 2], 1]);
});

test("a second model stands beside the first, and one that cannot be opened leaves none, with the reason", async (context) => {
  const { world, store, opening, answer } = setUp(context);
  opening.take("?model=a&second=c");
  await answer();
  assert.equal(store.get().second.model.name, "c");
  assert.equal(store.get().second.endpoints.weights, "/w/d-c");
  for (const _ of "12") {
    opening.chooseSecond("d");
    await answer();
    assert.equal(store.get().second, null);
    assert.match(store.get().notice, /damaged\. No second model is shown\./);
    store.set({ notice: null });
  }
  opening.chooseSecond("c");
  await answer();
  opening.chooseSecond(null);
  assert.equal(store.get().second, null);
  assert.deepEqual(world.shown, [["a", "t"]]);
});

test("under another token both models are fetched again, and the view stays", async (context) => {
  const { world, store, data, opening, answer } = setUp(context);
  opening.take("?model=a&second=c");
  await answer();
  store.set({ z: Float32Array.of(3, 4) });
  data.token = "new";
  opening.renew();
  await answer();
  assert.deepEqual(world.shown.at(-1), ["a", "new"]);
  assert.equal(store.get().second.token, "new");
  assert.deepEqual([...store.get().z], [3, 4]);
});

test("a server that does not answer is said", async (context) => {
  const { store, opening } = setUp(context);
  context.mock.method(globalThis, "fetch", () => Promise.reject(new TypeError("fetch failed")));
  await opening.take("?model=a");
  assert.match(store.get().notice, /a was not opened: the server does not answer\..*No model can be opened/);
});

test("what is still under way at the end changes nothing", async (context) => {
  const { world, opening, answer } = setUp(context);
  opening.take("?model=a");
  opening.close();
  await answer();
  assert.deepEqual(world.shown, []);
});

test("a pairing corrects both models and says why", async (context) => {
  const pair = (name, second) =>
    name === "c"
      ? { name: "a", second: "c" }
      : { name: name ?? "b", second: "c", notice: second === "b" ? "b does not fit." : "" };
  const { store, opening, answer } = setUp(context, { pair });
  opening.take("");
  await answer();
  assert.deepEqual([store.get().model.name, store.get().second.model.name, store.get().notice], ["b", "c", null]);
  opening.choose("c");
  await answer();
  assert.deepEqual([store.get().model.name, store.get().second.model.name], ["a", "c"]);
  opening.take(`?model=a&second=b&z=${z(1, 2)}`);
  await answer();
  assert.deepEqual([store.get().second.model.name, [...store.get().z]], ["c", [1, 2]]);
  assert.equal(store.get().notice, "b does not fit.");
});

test("a partner that cannot be opened gives way to the one that is shown", async (context) => {
  const pair = (name, second) => ({ name: name ?? "a", second, others: ["b", "c"] });
  const { store, opening, answer } = setUp(context, { pair });
  opening.take("?model=a&second=c");
  await answer();
  opening.chooseSecond("d");
  await answer();
  assert.equal(store.get().second.model.name, "c");
  assert.match(store.get().notice, /damaged\. c is shown instead\.$/);
});

test("Explore goes on with this z; what it shows besides stays if it shows this model", async (context) => {
  const { world, opening, answer } = setUp(context);
  opening.take("?model=a");
  await answer();
  leaveAt("explore", `?model=a&code=3&map=pca&z=${z(9, 9)}`);
  opening.explore(Float32Array.of(1, 2), new Float32Array(0));
  assert.deepEqual(Object.fromEntries(new URLSearchParams(leftAt("explore"))), { model: "a", map: "pca", z: z(1, 2) });
  leaveAt("explore", `?model=b&map=pca&t=0.5&z=${z(9, 9)}`);
  opening.explore(Float32Array.of(1, 2), new Float32Array(0));
  assert.deepEqual(Object.fromEntries(new URLSearchParams(leftAt("explore"))), { t: "0.5", model: "a", z: z(1, 2) });
  assert.deepEqual(world.went, ["explore", "explore"]);
});
