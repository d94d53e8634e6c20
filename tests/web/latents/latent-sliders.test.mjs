import assert from "node:assert/strict";
import test from "node:test";
import { part } from "../modules.mjs";

const { byRate } = await part("latents/order");
const { totalText } = await part("latents/latent-sliders");

test("dimensions are ordered by falling rate, or by number where it is unknown", () => {
  assert.deepEqual(byRate({ latent_dim: 3, rate: [0.1, 2, 0.5] }), [1, 2, 0]);
  assert.deepEqual(byRate({ latent_dim: 3, rate: [0, 1, 0] }), [1, 0, 2]);
  assert.deepEqual(byRate({ latent_dim: 3, rate: null }), [0, 1, 2]);
});

test("the totals name their unit, what they are of, and the threshold", () => {
  const text = totalText({ rate: [1, 2], active: [true, false], latent_dim: 2 }, { rate: [2, 2] });
  assert.match(text, /^Total KL: 3\.0 nats mean \| 4\.0 this image\. /);
  assert.match(text, /1 of 2 active \(variance of .* over the stored codes above 0\.01\)/);
  assert.match(totalText({ rate: null }, null), /unknown/);
});
