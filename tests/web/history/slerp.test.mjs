import assert from "node:assert/strict";
import test from "node:test";
import { part } from "../modules.mjs";

const { lerp, slerp } = await part("history/path");

const close = (got, want, gap = 2e-6) =>
  want.forEach((value, i) => assert.ok(Math.abs(got[i] - value) < gap, `${[...got]} is not ${want}`));
const A = Float32Array.of(0.001, 0.299, -0.274, -0.891);
const B = Float32Array.of(-0.455, -0.992, 0.06, 1.34);
// What lerp(A, B, 5) and slerp(A, B, 5) of vaeviz/latents/decode.py give.
const LINE = [
  [0.001, 0.299, -0.274, -0.891],
  [-0.113, -0.02375, -0.1905, -0.33325],
  [-0.227, -0.3465, -0.107, 0.2245],
  [-0.341, -0.66925, -0.0235, 0.78225],
  [-0.455, -0.992, 0.06, 1.34],
];
const ARC = [
  [0.001, 0.299, -0.274, -0.891],
  [-0.415064, -0.198764, -0.596829, -0.890394],
  [-0.758296, -0.776046, -0.709382, -0.391291],
  [-0.807756, -1.125362, -0.480048, 0.476867],
  [-0.455, -0.992, 0.06, 1.34],
];

test("line and arc are the same as in Python", () => {
  LINE.forEach((want, i) => close(lerp(A, B, i / 4), want));
  ARC.forEach((want, i) => close(slerp(A, B, i / 4), want));
});

test("the arc's norm goes linearly from one to the other's", () => {
  const [first, last] = [Math.hypot(...A), Math.hypot(...B)];
  for (const t of [0, 0.1, 0.5, 0.77, 1]) close([Math.hypot(...slerp(A, B, t))], [(1 - t) * first + t * last]);
  assert.ok(Math.hypot(...lerp(A, B, 0.5)) < 0.5 * Math.min(first, last), "the line's does not");
});

test("directions that span no arc follow the line", () => {
  const twice = A.map((value) => 2 * value);
  const opposite = A.map((value) => -value);
  for (const end of [twice, opposite, new Float32Array(4), A]) {
    for (const t of [0, 0.3, 1]) close(slerp(A, end, t), [...lerp(A, end, t)]);
  }
  close(slerp(new Float32Array(4), B, 0.25), [...lerp(new Float32Array(4), B, 0.25)]);
});

test("a right angle is cut in half", () => {
  close(slerp([2, 0], [0, 2], 0.5), [Math.SQRT2, Math.SQRT2]);
});
