import assert from "node:assert/strict";
import test from "node:test";
import { part } from "../modules.mjs";

const { measure, watchTrust } = await part("map/trust");
const { factsInFull, factsOf } = await part("map/map-card");
const { createStore } = await part("core/store");
const { EMPTY } = await part("workspace/state");

// sklearn.manifold.trustworthiness(mu, mu[:, [0, 2]], n_neighbors=15) of these codes
const SKLEARN = 0.8884313725490196;

/** 40 codes of three dimensions. */
const value = (i) => (((i * 7919) % 1009) ** 2 % 10007) / 1000;
const CODES = { n: 40, latent: 3, mu: Float32Array.from({ length: 120 }, (_, i) => value(i + 1)), maps: {} };
const PAIR = Float32Array.from({ length: 80 }, (_, at) => CODES.mu[3 * (at >> 1) + 2 * (at % 2)]);

function trustworthiness(codes, points) {
  const steps = measure(codes, points);
  let step = steps.next();
  while (!step.done) step = steps.next();
  return step.value;
}

test("it equals scikit-learn's", () => {
  const { value: got, n } = trustworthiness(CODES, PAIR);
  assert.equal(n, 40);
  assert.ok(Math.abs(got - SKLEARN) < 1e-9, `${got}`);
});

test("two dimensions shown whole are perfect, and too few codes are not measured", () => {
  const codes = { n: 40, latent: 2, mu: PAIR };
  assert.equal(trustworthiness(codes, PAIR).value, 1);
  assert.equal(trustworthiness({ n: 31, latent: 2, mu: PAIR.subarray(0, 62) }, PAIR.subarray(0, 62)), null);
});

test("of many codes 2,000 are measured, the same ones every time", () => {
  const n = 2500;
  const codes = { n, latent: 3, mu: Float32Array.from({ length: 3 * n }, (_, i) => Math.sin(12.9898 * i)) };
  const points = Float32Array.from({ length: 2 * n }, (_, at) => codes.mu[3 * (at >> 1) + (at % 2)]);
  const first = trustworthiness(codes, points);
  assert.equal(first.n, 2000);
  assert.equal(trustworthiness(codes, points).value, first.value);
});

test("maps that the page makes are measured when it is idle, once, and not after another is shown", () => {
  const waiting = [];
  const store = createStore({
    ...EMPTY,
    model: {},
    codes: { ...CODES, maps: { umap: { name: "umap", trustworthiness: 0.9 } } },
    map: "umap",
  });
  watchTrust(store, (work) => waiting.push(work));
  const drain = () => {
    while (waiting.length) waiting.shift()();
  };
  assert.equal(waiting.length, 0);
  store.set({ map: "z0-z2" });
  store.set({ map: "z0-z1" });
  drain();
  assert.deepEqual(Object.keys(store.get().trusts), ["z0-z1"]);
  store.set({ map: "z0-z2" });
  drain();
  assert.ok(Math.abs(store.get().trusts["z0-z2"].value - SKLEARN) < 1e-9);
  store.set({ map: "z0-z1" });
  assert.equal(waiting.length, 0);
});

test("the facts are method, seed and trustworthiness", () => {
  const codes = { n: 10000 };
  const umap = { name: "umap", seed: 3, trustworthiness: 0.912, params: { neighbours: 15 } };
  assert.equal(factsOf(codes, umap), "10,000 codes, UMAP, seed 3, trustworthiness 0.91");
  assert.match(factsInFull(umap), /^neighbours 15\. Trustworthiness/);
  const pair = { name: "z0-z2", params: { x: 0, y: 2 }, seed: null };
  assert.equal(factsOf(codes, pair, { value: 0.75, n: 2000 }), "10,000 codes, z0, z2, no seed, trustworthiness 0.75");
  assert.match(factsInFull(pair, { value: 0.75, n: 2000 }), /measured on 2,000 codes/);
  assert.match(factsOf(codes, pair), /measuring/);
  assert.equal(factsOf({ n: 20 }, pair, null), "20 codes, z0, z2, no seed");
});
