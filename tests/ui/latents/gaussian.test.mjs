import assert from "node:assert/strict";
import test from "node:test";
import { part } from "../modules.mjs";

const { logDensity, normal, pointRate, rate, uniform } = await part("latents/gaussian");
const { pointPlace } = await part("latents/bar");

test("what one z says is log q - log p of it", () => {
  const one = (mu, logvar) => ({ mu: [mu], logvar: [logvar] });
  const want = logDensity([0.7], one(0.5, -2)) - logDensity([0.7], one(-1, 0.3));
  assert.ok(Math.abs(pointRate(0.7, 0.5, -2, -1, 0.3) - want) < 1e-12);
  assert.ok(pointRate(3, 0.5, -2, -1, 0.3) < 0, "far from the posterior");
});

test("its mean over draws from q is the rate, also against a prior that is not standard", () => {
  for (const [mu, logvar, at, width] of [[1.2, -1.5, 0, 0], [0, 0, 0, 0], [-0.4, -3, 1, Math.log(4)]]) {
    const random = uniform(9);
    const n = 40_000;
    let sum = 0;
    for (let i = 0; i < n; i++) sum += pointRate(mu + Math.exp(logvar / 2) * normal(random), mu, logvar, at, width);
    const want = rate([mu], [logvar], { mu: [at], logvar: [width] })[0];
    assert.ok(Math.abs(sum / n - want) < 0.02, `${sum / n} is not ${want}`);
  }
});

test("the point moves with every z, also off its bar", () => {
  assert.deepEqual([-3, -1, 0, 0.5, 1, 2].map(pointPlace), ["calc(0% + -6px)", "calc(0% + -4px)", "calc(0% + 0px)", "calc(50% + 0px)", "calc(100% + 0px)", "calc(100% + 4px)"]);
});
