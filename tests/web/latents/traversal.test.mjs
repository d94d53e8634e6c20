import assert from "node:assert/strict";
import test from "node:test";
import { part } from "../modules.mjs";

const { absoluteRange, codesOf, conventionOf, conventionText, placeAmong, posteriorRange, priorQuantiles, valuesOf } =
  await part("latents/traversal");
const { dimOf } = await part("latents/strip");

// vaeviz.latents.decode.prior_quantiles(9), posterior_range(0.7, 0.2, 9), absolute_range(-3, 3, 9)
const QUANTILES = [
  -2.575829267501831, -1.1323198080062866, -0.6666433215141296, -0.3153446316719055, 0, 0.3153446316719055,
  0.6666433215141296, 1.1323198080062866, 2.575829267501831,
];
const POSTERIOR = [
  0.10000000149011612, 0.25, 0.4000000059604645, 0.550000011920929, 0.699999988079071, 0.8500000238418579, 1,
  1.149999976158142, 1.2999999523162842,
];

const MODEL = { latent_dim: 2, prior: { mu: [0, 1], logvar: [0, Math.log(4)] } };
const STATE = { model: MODEL, convention: "quantiles", posterior: null };
const POSTERIOR_OF_IMAGE = { mu: [0.7, -1], logvar: [2 * Math.log(0.2), 0] };

function near(got, want, gap = 1e-6) {
  assert.equal(got.length, want.length);
  want.forEach((value, i) => assert.ok(Math.abs(got[i] - value) < gap, `${got} is not ${want}`));
}

test("the three conventions are those of the library", () => {
  near(priorQuantiles(9), QUANTILES);
  near(posteriorRange(0.7, 0.2, 9), POSTERIOR);
  near(absoluteRange(-3, 3, 9), [-3, -2.25, -1.5, -0.75, 0, 0.75, 1.5, 2.25, 3]);
});

test("each is centred where its name says, on the grid", () => {
  near(
    valuesOf(STATE, 1),
    QUANTILES.map((q) => 1 + 2 * q),
    2e-4,
  );
  assert.equal(valuesOf(STATE, 1)[4], 1);
  const own = { ...STATE, posterior: POSTERIOR_OF_IMAGE, convention: "posterior" };
  near(valuesOf(own, 0), POSTERIOR, 2e-4);
  assert.equal(valuesOf(own, 1)[4], -1);
  assert.deepEqual(
    valuesOf({ ...STATE, convention: "absolute" }, 1).filter((_, i) => i % 4 === 0),
    [-2, 1, 4],
  );
  for (const value of valuesOf(own, 0)) assert.equal(value, Math.round(3200 * value) / 3200);
});

test("values beyond the range of z are clipped to it", () => {
  const far = { ...STATE, convention: "posterior", posterior: { mu: [9.5, 0], logvar: [0, 0] } };
  assert.equal(valuesOf(far, 0)[8], 10);
});

test("the posterior's convention needs an image", () => {
  assert.equal(conventionOf({ convention: "posterior", posterior: null }), "quantiles");
  assert.equal(conventionOf({ convention: "posterior", posterior: POSTERIOR_OF_IMAGE }), "posterior");
});

test("the convention's text names its centre", () => {
  assert.match(conventionText(STATE, 1), /quantiles of the prior of z1, .*centred on its mean 1\.00/);
  const own = { ...STATE, convention: "posterior", posterior: POSTERIOR_OF_IMAGE };
  assert.match(conventionText(own, 0), /this image's posterior, centred on \u03bc 0\.70, \u03c3 0\.20/);
  assert.match(conventionText({ ...STATE, convention: "absolute" }, 0), /3 below to 3 above the prior's mean 0\.00/);
});

test("frames are copies of z but for one coordinate", () => {
  assert.deepEqual([...codesOf(Float32Array.of(1, 2, 3), 1, [-1, 0.5])], [1, -1, 3, 1, 0.5, 3]);
});

test("a value lies at a frame, between two, or at the end", () => {
  assert.equal(placeAmong([-1, 0, 2], 0), 1);
  assert.equal(placeAmong([-1, 0, 2], 1), 1.5);
  assert.equal(placeAmong([-1, 0, 2], -5), 0);
  assert.equal(placeAmong([-1, 0, 2], 5), 2);
});

test("the strip keeps to the dimension last pointed at, and never to one that the model lacks", () => {
  const model = { ...MODEL, rate: [1, 2] };
  const shown = (pointed, last) => dimOf({ model, pointed }, last);
  assert.deepEqual([shown(0, 1), shown(null, 0), shown(null, null), shown(6, 0), shown(null, 6)], [0, 0, 1, 0, 1]);
});
