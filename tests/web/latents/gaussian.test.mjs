import assert from "node:assert/strict";
import test from "node:test";
import { part } from "../modules.mjs";

const { logDensity, normal, pointRate, rate, sample, uniform } = await part("latents/gaussian");
const { pointPlace } = await part("latents/bar");

const close = (got, want, gap = 1e-5) =>
  want.forEach((value, i) => assert.ok(Math.abs(got[i] - value) < gap, `${[...got]} is not ${want}`));

test("the point rate of z is log q - log p", () => {
  const one = (mu, logvar) => ({ mu: [mu], logvar: [logvar] });
  const want = logDensity([0.7], one(0.5, -2)) - logDensity([0.7], one(-1, 0.3));
  assert.ok(Math.abs(pointRate(0.7, 0.5, -2, -1, 0.3) - want) < 1e-12);
  assert.ok(pointRate(3, 0.5, -2, -1, 0.3) < 0, "far from the posterior");
});

test("its mean over draws from q is the rate, also against a prior that is not standard", () => {
  for (const [mu, logvar, at, width] of [
    [1.2, -1.5, 0, 0],
    [0, 0, 0, 0],
    [-0.4, -3, 1, Math.log(4)],
  ]) {
    const random = uniform(9);
    const n = 40_000;
    let sum = 0;
    for (let i = 0; i < n; i++) sum += pointRate(mu + Math.exp(logvar / 2) * normal(random), mu, logvar, at, width);
    const want = rate([mu], [logvar], { mu: [at], logvar: [width] })[0];
    assert.ok(Math.abs(sum / n - want) < 0.02, `${sum / n} is not ${want}`);
  }
});

test("the circle moves with every z, also beyond its bar", () => {
  assert.deepEqual([-3, -1, 0, 0.5, 1, 2].map(pointPlace), [
    "calc(0% + -3px)",
    "calc(0% + -2px)",
    "calc(0% + 0px)",
    "calc(50% + 0px)",
    "calc(100% + 0px)",
    "calc(100% + 4px)",
  ]);
});

test("the rate is zero at the prior, and the closed form elsewhere", () => {
  const prior = { mu: [0, 1], logvar: [0, Math.log(4)] };
  close(rate([0, 1], [0, Math.log(4)], prior), [0, 0]);
  close(rate([1, 1], [0, 0], prior), [0.5, 0.5 * (0.25 - 1 + Math.log(4))]);
});

test("draws follow the prior's mean and deviation", () => {
  let state = 1;
  const random = () => {
    state = (state * 16807) % 2147483647;
    return state / 2147483647;
  };
  const draws = Array.from({ length: 4000 }, () => sample({ mu: [3], logvar: [Math.log(4)] }, random)[0]);
  const mean = draws.reduce((a, b) => a + b) / draws.length;
  const deviation = Math.sqrt(draws.reduce((sum, x) => sum + (x - mean) ** 2, 0) / draws.length);
  assert.ok(Math.abs(mean - 3) < 0.15 && Math.abs(deviation - 2) < 0.1, `${mean} ${deviation}`);
});
