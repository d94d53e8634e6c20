import assert from "node:assert/strict";
import test from "node:test";
import { part } from "../../modules.mjs";

const { conclusions, listed, standing } = await part("collapse/race/sentence");
const { priced } = await part("collapse/race/rows");

const TABLE = { kl_threshold: 0.1, images: 360 };
const over = (mean, half = 0) => ({ mean, min: mean - half, max: mean + half, n: 3 });
const row = (title, elbo, active, rate = active / 4, information = rate) => ({
  title,
  settings: { latent: 8 },
  elbo: over(elbo, 0.1),
  active_kl: over(active),
  rate: over(rate),
  information: over(information),
});

test("words are listed", () => {
  assert.deepEqual([[], ["a"], ["a", "b"], ["a", "b", "c"]].map(listed), ["", "a", "a and b", "a, b and c"]);
});

test("which remedies kept dimensions is reported with the cost, which did not, and whose rate is hollow", () => {
  const found = conclusions(
    priced([
      row("Baseline", -6.7, 0),
      row("Delta-VAE", -8.3, 8),
      row("Free bits", -7.6, 8),
      row("Warm-up", -6.8, 0),
      row("Capacity", -8.5, 6.7, 2, 0.4),
    ]),
    TABLE,
  );
  assert.deepEqual(found, [
    "In the baseline 0 of 8 dimensions have a KL above 0.1 nats, and its ELBO is the best, \u22126.7 nats: " +
      "collapse costs nothing here, and a remedy pays for the dimensions that it keeps.",
    "More dimensions than in the baseline, cheapest first: " +
      "free bits (8, cost 0.9 nats) and delta-VAE (8, cost 1.6 nats).",
    "Warm-up keeps less than one dimension more than the baseline.",
    "Capacity has a rate of 2.0 nats, of which 0.4 nats are information.",
  ]);
});

test("a best ELBO within the spread of seeds is no better; one beyond it is", () => {
  const [near] = conclusions(priced([row("Baseline", -6.7, 0), row("Warm-up", -6.6, 1)]), TABLE);
  assert.match(near, /equals the best, that of warm-up, within the spread of seeds/);
  const [far] = conclusions(priced([row("Baseline", -6.7, 0), row("Warm-up", -5.2, 1)]), TABLE);
  assert.match(far, /the best ELBO, \u22125.2 nats, is that of warm-up, 1.5 nats higher/);
});

test("where a race stands names both sides", () => {
  const end = (elbo, active) => ({ elbo: { mean: elbo }, active_kl: { mean: active } });
  const text = standing({ step: 1200, ends: [end(-7, 0), end(-7.9, 7.67)], latent: [8, 8], threshold: 0.1 });
  assert.equal(
    text,
    "After 1,200 steps 0 of A's 8 dimensions have a KL above 0.1 nats, 7.7 of B's 8, and A's ELBO is 0.9 nats higher.",
  );
  assert.match(
    standing({ step: 1, ends: [end(-7, 0), end(-7.01, 0)], latent: [8, 4], threshold: 0.1 }),
    /the same to 0.1 nats/,
  );
  assert.match(
    standing({ step: 1, ends: [end(-7, 0), end(NaN, NaN)], latent: [8, 8], threshold: 0.1 }),
    /training of B diverged \(loss is NaN\)/,
  );
});

test("a rate above the most information that so many images allow is not hollow for that", () => {
  const found = conclusions(priced([row("Baseline", 19, 4, 7, 5.4), row("Free bits", 19.4, 16, 10, 5.6)]), TABLE);
  assert.match(found.at(-1), /free bits \(16, cost/);
});
