import assert from "node:assert/strict";
import test from "node:test";
import { part } from "../modules.mjs";

const { logDensity, posteriorOf, priorAt, rate, uniform } = await part("latents/gaussian");
const { reachOf } = await part("latents/axis");
const { barText } = await part("latents/bar");
const { coordinate, createDirections, slid } = await part("latents/directions");
const { canReset, canResetDim, createMoves, oneHot } = await part("latents/moves");
const { priorText, underText } = await part("latents/prior-text");
const { createSampling } = await part("latents/sampling");
const { conventionText, valuesOf } = await part("latents/traversal");
const { encodedUnder, ownPriors } = await part("map/codes");
const { manifoldMap } = await part("map/manifold");
const { summaryOf } = await part("map/selection");
const { exactCode, exactPlace } = await part("map/shown");
const { createMapMoves } = await part("map/moves");
const { createEncoded } = await part("image/encoded");
const { followZ } = await part("image/following");
const { typicalDensity } = await part("image/gauge");
const { densityWords } = await part("image/meter");
const { createReading } = await part("image/nearness");
const { EMPTY } = await part("workspace/state");
const { createStore } = await part("core/store");
const { settle, takeView } = await part("workspace/view");
const { KEYS } = await part("workspace/view-keys");

const LN4 = Math.log(4);
const near = (got, want, gap = 1e-6) =>
  [...want].forEach((value, i) => assert.ok(Math.abs(got[i] - value) < gap, `${[...got]} is not ${[...want]}`));

/** Two dimensions, two classes: the null condition N([0, 1], [1, 4]); a: N([1, 1], [4, 4]); b: N([0, -1], [1, 16]). */
const LEARNED = {
  mu: [0, 1],
  logvar: [0, LN4],
  mu_weight: [
    [1, 0],
    [0, -2],
  ],
  logvar_weight: [
    [LN4, 0],
    [0, LN4],
  ],
};
const MODEL = {
  digest: "d",
  latent_dim: 2,
  prior: LEARNED,
  condition: { kind: "class", names: ["a", "b"] },
  class_names: ["a", "b"],
  rate: null,
  active: null,
  image_shape: [1, 1, 1],
};
const STANDARD = { ...MODEL, prior: { mu: [0, 0], logvar: [0, 0], mu_weight: null, logvar_weight: null } };
const [NONE, A, B] = [Float32Array.of(0, 0), oneHot(2, 0), oneHot(2, 1)];
const CODES = {
  n: 2,
  latent: 2,
  split: "test",
  mu: Float32Array.of(1, 1, 2, 0),
  logvar: Float32Array.of(0, 0, LN4, 0),
  labels: Uint16Array.of(0, 1),
  rows: null,
  conditions: null,
  maps: {},
};

function stage(more = {}) {
  const store = createStore({ ...EMPTY, model: MODEL, z: Float32Array.of(0, 0), c: A, codes: CODES, ...more });
  const history = { remember: () => {} };
  return {
    store,
    actions: {
      ...createMoves(store, history),
      ...createSampling(store, history, uniform(3)),
      ...createDirections(store, history),
      ...createMapMoves(store, history),
      ...createEncoded(store),
    },
  };
}

test("a learned prior is affine in c, its variance within bounds; any other is one for all", () => {
  near(priorAt(MODEL, A).mu, [1, 1]);
  near(priorAt(MODEL, A).logvar, [LN4, LN4]);
  near(priorAt(MODEL, B).mu, [0, -1]);
  near(priorAt(MODEL, B).logvar, [0, 2 * LN4]);
  near(priorAt(MODEL, NONE).mu, [0, 1]);
  near(priorAt(MODEL, Float32Array.of(0.25, 0.75)).mu, [0.25, -0.5]);
  near(priorAt({ ...MODEL, prior: { ...LEARNED, logvar: [9, -50] } }, A).logvar, [10, -10]);
  assert.equal(priorAt(STANDARD, A), STANDARD.prior);
  assert.equal(priorAt({ prior: { mu: [0], logvar: [0] } }, A).mu[0], 0);
});

test("it is made once for a model and its c", () => {
  const prior = priorAt(MODEL, A);
  priorAt({ ...MODEL }, B);
  assert.equal(priorAt(MODEL, A), prior);
  assert.notEqual(priorAt(MODEL, B), prior);
});

test("the prior's text names it", () => {
  assert.equal(priorText(STANDARD, A), "N(0, I)");
  assert.equal(priorText(MODEL, B), "p(z|c), c = b");
  assert.equal(priorText(MODEL, NONE), "p(z|c), c = none");
  assert.equal(priorText({ prior: { mu: [1], logvar: [0] } }, NONE), "p(z)");
  const three = { ...MODEL, condition: { kind: "class", names: ["a", "b", "c"] } };
  assert.equal(priorText(three, Float32Array.of(0.4, 0.3, 0.3)), "p(z|c), c = a mixture");
  assert.equal(priorText({ ...MODEL, condition: { kind: "attributes", names: ["smile", "age"] } }, A), "p(z|c)");
  assert.deepEqual([underText(MODEL, A), underText(STANDARD, A)], [" under c = a", ""]);
});

test("reset goes to its mean under the c of now, and is disabled only there", () => {
  const { store, actions } = stage();
  assert.ok(canReset(store.get()));
  actions.reset();
  near(store.get().z, [1, 1]);
  assert.equal(store.get().source.text, "the prior's mean under c = a");
  assert.ok(!canReset(store.get()));
  actions.setCondition(B);
  near(store.get().z, [1, 1], 1e-9);
  assert.ok(canReset(store.get()) && canResetDim(store.get(), 0) && canResetDim(store.get(), 1));
  actions.resetDim(1);
  near(store.get().z, [1, -1]);
  assert.ok(!canResetDim(store.get(), 1));
});

test("the same seed is the same deviations from the mean of each class", () => {
  const { store, actions } = stage();
  actions.setSeed(7);
  const first = store.get().z;
  assert.equal(store.get().source.text, "a draw from the prior under c = a, seed 7");
  const steps = [(first[0] - 1) / 2, (first[1] - 1) / 2];
  actions.setCondition(B);
  assert.equal(store.get().z, first, "another class alone moves nothing");
  actions.setSeed(7);
  near(store.get().z, [steps[0], -1 + 4 * steps[1]], 1e-3);
  actions.setTemperature(0);
  near(store.get().z, [0, -1]);
  actions.setCondition(NONE);
  actions.setTemperature(0.001);
  near(store.get().z, [0, 1], 0.01);
});

test("a random draw is from the prior of the class that it draws", () => {
  const { store, actions } = stage();
  store.set({ temperature: 0 });
  for (let i = 0; i < 6; i++) {
    actions.randomise();
    near(store.get().z, store.get().c[0] ? [1, 1] : [0, -1]);
  }
});

test("a stored code's rates are against the prior of its own label, whatever c is", () => {
  const { store, actions } = stage({ c: NONE });
  actions.loadCode(1); // N([2, 0], [4, 1]) against b's N([0, -1], [1, 16])
  const want = [0.5 * ((4 + 4) / 1 - 1 + 0 - LN4), 0.5 * ((1 + 1) / 16 - 1 + 2 * LN4)];
  near(store.get().posterior.rate, want);
  assert.deepEqual([...store.get().c], [...B]);
  const { mu, logvar, prior } = store.get().posterior;
  near(posteriorOf(mu, logvar, prior).rate, want);
  actions.setCondition(A);
  near(store.get().posterior.rate, want);
  near(summaryOf(CODES, Uint32Array.of(1), MODEL).rate, want);
});

test("the code that an address names is measured so too, and a view without z begins at the mean under its c", () => {
  const store = createStore({
    ...EMPTY,
    model: MODEL,
    z: Float32Array.of(2, 0),
    c: A,
    codes: CODES,
    source: { kind: "code", index: 1 },
  });
  settle(store, CODES);
  near(store.get().posterior.prior.mu, [0, -1]);
  near(takeView(EMPTY, { model: MODEL }, new URLSearchParams({ c: "1" }), KEYS).taken.z, [0, -1]);
});

test("a drawing is measured against the prior of the condition it was encoded under", () => {
  const { store, actions } = stage({ c: A });
  actions.loadEncoded(
    {
      mu: Float32Array.of(0, 0),
      logvar: Float32Array.of(0, 0),
      distortion: 3,
      fit: { levels: null, how: "" },
      reconstruction: null,
    },
    "draw",
    B,
  );
  near(store.get().posterior.prior.mu, [0, -1]);
  assert.deepEqual(store.get().posterior.rate, rate([0, 0], [0, 0], priorAt(MODEL, B)));
  assert.match(barText(0, MODEL, 1, 0.5), /log q\(z0\|x, c\) \u2212 log p\(z0\|c\) of this z 0\.50 nats/);
  assert.match(barText(0, STANDARD, 1, 0.5), /log q\(z0\|x\) \u2212 log p\(z0\) of this z/);
});

test("the condition of a stored image is its class or its attributes", () => {
  assert.deepEqual([...encodedUnder(CODES, 1, MODEL)], [0, 1]);
  assert.equal(encodedUnder(CODES, 1, { condition: null }), null);
  assert.equal(encodedUnder({ ...CODES, labels: Uint16Array.of(0, 9) }, 1, MODEL), null);
  const face = { ...MODEL, condition: { kind: "attributes", names: ["smile", "age"] } };
  const codes = { ...CODES, conditions: Float32Array.of(0.5, -1, 0.25, 1) };
  assert.deepEqual([...encodedUnder(codes, 1, face)], [0.25, 1]);
  const own = ownPriors(codes, face);
  near(own(0).mu, [0.5, 3]);
  near(own(1).mu, [0.25, -1]);
});

test("the strip's quantiles and steps are about the mean under c", () => {
  const state = { model: MODEL, c: B, convention: "quantiles", posterior: null };
  const values = valuesOf(state, 1);
  assert.equal(values[4], -1);
  near([values[8]], [-1 + 4 * 2.575829], 1e-3);
  assert.match(conventionText(state, 1), /prior of z1, p\(z\|c\), c = b, .* centred on its mean \u22121\.00/);
  assert.equal(valuesOf({ ...state, convention: "absolute" }, 1)[4], -1);
});

test("a direction's 0 is the mean under c", () => {
  assert.equal(coordinate([1, 1], priorAt(MODEL, A), [0, 1]), 0);
  near(slid({ model: MODEL, c: B, z: Float32Array.of(3, 3), locks: [] }, Float32Array.of(0, 1), 2), [3, 1]);
});

test("the sliders reach every class's prior from an axis that stays", () => {
  const reach = reachOf({ ...MODEL, aggregate_mean: null, span: 4 });
  assert.equal(reach, 7, "b's mean is 1 unit of 2 below, 3 deviations are 6");
  assert.equal(reachOf({ ...STANDARD, aggregate_mean: null, span: 4 }), 4);
  const smile = { name: "smile", values: [], ends: ["frown", "laugh"] };
  const prior = { mu: [3], logvar: [0], mu_weight: [[-5]], logvar_weight: [[0]] };
  const face = {
    prior,
    aggregate_mean: [0],
    aggregate_sd: [1],
    condition: { kind: "attributes", names: ["smile"], attributes: [smile] },
  };
  assert.equal(reachOf({ ...face, span: 4 }), 10, "a frown's mean is 8, a laugh's -2");
  assert.equal(reachOf({ ...face, span: 4, condition: { kind: "class", names: ["smile"], attributes: [] } }), 6);
});

test("the gauge's density is that of z under c, beside the codes each under their own", () => {
  const read = createReading(CODES, { points: CODES.mu, dims: [0, 1], rows: 2, stride: 1 }, MODEL, {
    typical: 1,
    limit: 2,
  });
  const z = Float32Array.of(0.5, 0);
  const direct = (x, mean, deviation) =>
    -0.5 * ((x - mean) / deviation) ** 2 - Math.log(deviation) - 0.5 * Math.log(2 * Math.PI);
  near(
    [read(z, B).logPrior, read(z, A).logPrior],
    [direct(0.5, 0, 1) + direct(0, -1, 4), direct(0.5, 1, 2) + direct(0, 1, 2)],
  );
  const own = [direct(1, 1, 2) + direct(1, 1, 2), direct(2, 0, 1) + direct(0, -1, 4)].sort((a, b) => a - b);
  const { usual, drawn } = read(z, A);
  near(usual, [own[0] + 0.05 * (own[1] - own[0]), own[0] + 0.95 * (own[1] - own[0])]);
  near(drawn, typicalDensity({ mu: [1, 1], logvar: [LN4, LN4] }));
  assert.ok(read(z, B).logPrior !== logDensity(z, LEARNED));
  assert.match(densityWords(read(z, B), true), /^log p\(z\|c\) /);
});

test("on the prior's plane a code stands under its own label, a z under c", () => {
  const map = manifoldMap(CODES, MODEL);
  near(map.points, [0.5, 0.5, 0.97724987, 0.59870633]); // Phi(0), Phi(0); Phi(2), Phi(1/4)
  near(exactPlace(map, CODES.mu.subarray(2), B), map.points.subarray(2));
  near(exactPlace(map, [1, 1], A), [0.5, 0.5]);
  near(exactCode(map, null, B, [0.5, 0.5]), [0, -1]);
});

test("a second model follows by deviations from both priors, each under its own condition", () => {
  const second = { ...STANDARD, latent_dim: 2 };
  near(followZ({ z: [3, 3], c: A, model: MODEL }, second, NONE), [1, 1]);
  near(followZ({ z: [1, 1], c: NONE, model: second }, MODEL, B), [1, 3]);
});
