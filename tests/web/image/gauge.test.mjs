import assert from "node:assert/strict";
import test from "node:test";
import { part } from "../modules.mjs";

const { createNearest, measureTypical, packCodes, percentile, typicalDensity, usualDensity } =
  await part("image/gauge");
const { createReading } = await part("image/nearness");
const { densityWords, nearWords, whyNot } = await part("image/meter");
const { logDensity, normal, sample, uniform } = await part("latents/gaussian");

const near = (got, want, gap = 1e-5) => assert.ok(Math.abs(got - want) < gap, `${got} is not ${want}`);

/** Codes of `n` made-up images: `spread[j]` is the deviation of their means, the posterior's is 0.3. */
function made(n, spread, seed = 7) {
  const random = uniform(seed);
  const latent = spread.length;
  const mu = Float32Array.from({ length: n * latent }, (_, i) => spread[i % latent] * normal(random));
  return { n, latent, mu, logvar: new Float32Array(n * latent).fill(2 * Math.log(0.3)) };
}

/** The slow way: every distance, nothing left out early. */
function brute({ n, latent, mu }, dims, z, own = -1) {
  const gaps = Array.from({ length: n }, (_, i) => Math.hypot(...dims.map((j) => mu[i * latent + j] - z[j])));
  return Math.min(...gaps.filter((_, i) => i !== own));
}

function finish(steps) {
  let step = steps.next();
  while (!step.done) step = steps.next();
  return step.value;
}

test("the nearest code is the one that a full scan finds, whatever was searched before", () => {
  const codes = made(500, [1, 0.2, 2, 0.01]);
  const nearest = createNearest(packCodes(codes, [true, true, true, false]));
  const random = uniform(3);
  for (let i = 0; i < 200; i++) {
    const z = Float32Array.from({ length: 4 }, () => 3 * normal(random));
    near(nearest(z), brute(codes, [0, 1, 2], z));
  }
});

test("a code's own row can be left out, also right after it was the nearest", () => {
  const codes = made(50, [1, 1]);
  const nearest = createNearest(packCodes(codes, null));
  for (let i = 0; i < codes.n; i++) {
    const z = codes.mu.subarray(2 * i, 2 * i + 2);
    near(nearest(z), 0);
    near(nearest(z, i), brute(codes, [0, 1], z, i));
  }
});

test("collapsed dimensions do not count, and the most spread one comes first", () => {
  const { dims, points } = packCodes(made(300, [0.5, 1, 2]), [true, false, true]);
  assert.deepEqual(dims, [2, 0]);
  assert.equal(points.length, 600);
});

test("of very many codes an even sample stands for all", () => {
  const codes = { n: 250_001, latent: 1, mu: Float32Array.from({ length: 250_001 }, (_, i) => i) };
  const { rows, stride, points } = packCodes(codes, null);
  assert.deepEqual([rows, stride, points[1], points[rows - 1]], [83_334, 3, 3, 249_999]);
});

test("typical is the median and the limit the 99th percentile of draws against the other images' codes", () => {
  const codes = made(600, [1, 1, 1]);
  const { typical, limit } = finish(measureTypical(codes, packCodes(codes, null)));
  const random = uniform(11); // the test's own draws
  const gaps = Array.from({ length: 3000 }, () => {
    const own = Math.floor(random() * codes.n);
    const z = [0, 1, 2].map((j) => codes.mu[3 * own + j] + 0.3 * normal(random));
    return brute(codes, [0, 1, 2], z, own);
  }).sort((a, b) => a - b);
  near(typical, percentile(gaps, 0.5), 0.04);
  assert.ok(limit > percentile(gaps, 0.96) && limit < gaps.at(-1), `${limit}`);
});

test("two visits give the same measure", () => {
  const codes = made(200, [1, 1]);
  const once = () => finish(measureTypical(codes, packCodes(codes, null)));
  assert.deepEqual(once(), once());
});

test("the density of codes and of the prior's draws agrees with counted draws", () => {
  for (const size of [1, 2, 8, 32]) {
    const prior = { mu: Array(size).fill(1), logvar: Array(size).fill(Math.log(0.5)) };
    const random = uniform(5);
    const draws = Array.from({ length: 4000 }, () => logDensity(sample(prior, random), prior)).sort((a, b) => a - b);
    const [low, high] = typicalDensity(prior);
    near(low, percentile(draws, 0.05), 0.03 * size + 0.15);
    near(high, percentile(draws, 0.95), 0.03 * size + 0.15);
    assert.ok(logDensity(prior.mu, prior) >= high, "the densest point is beyond what is typical");
  }
  const codes = made(400, [1, 1]);
  const prior = { mu: [0, 0], logvar: [0, 0] };
  const all = Array.from({ length: 400 }, (_, i) => logDensity(codes.mu.subarray(2 * i, 2 * i + 2), prior)).sort(
    (a, b) => a - b,
  );
  assert.deepEqual(
    usualDensity(codes, () => prior),
    [percentile(all, 0.05), percentile(all, 0.95)],
  );
});

test("a reading is far only beyond the limit, and collapsed dimensions do not count", () => {
  const codes = made(800, [1, 0.01]);
  const packed = packCodes(codes, [true, false]);
  const read = createReading(
    codes,
    packed,
    { prior: { mu: [0, 0], logvar: [0, 0] } },
    finish(measureTypical(codes, packed)),
  );
  assert.equal(read([0.5, 0]).far, false);
  assert.equal(read([0.5, 9]).far, false);
  const far = read([9, 0]);
  assert.equal(far.far, true);
  assert.ok(far.gap > far.limit && far.limit > far.typical);
  near(far.logPrior, -40.5 - Math.log(2 * Math.PI));
});

test("at a stored code the gap is 0, whatever the grid of z has rounded", () => {
  const codes = made(800, [1, 1]);
  const packed = packCodes(codes, [true, true]);
  const read = createReading(
    codes,
    packed,
    { prior: { mu: [0, 0], logvar: [0, 0] } },
    finish(measureTypical(codes, packed)),
  );
  const [x, y] = codes.mu;
  assert.equal(read([Math.round(x * 3200) / 3200, Math.round(y * 3200) / 3200]).gap, 0);
  assert.ok(read([x + 0.001, y]).gap > 0);
});

test("the words have the numbers and the verdict", () => {
  assert.equal(
    nearWords({ gap: 2.31, typical: 2.4, limit: 3, far: false }),
    "Distance to data 2.3 (typical 2.4): close",
  );
  assert.match(nearWords({ gap: 2.8, typical: 2.4, limit: 3, far: false }), /: OK$/);
  assert.match(nearWords({ gap: 5.4, typical: 2.4, limit: 3, far: true }), /: far, 1\.8 \u00d7 the limit$/);
  assert.match(nearWords({ gap: 3.1, typical: 2.4, limit: 3, far: true }), /: just over the limit$/);
  const figures = (gap, typical) => nearWords({ gap, typical, limit: 3, far: false }).split(":")[0];
  assert.equal(figures(0.0234, 0.0071), "Distance to data 0.023 (typical 0.0071)");
  assert.equal(figures(0.5, 0.999), "Distance to data 0.50 (typical 1.0)");
  assert.equal(figures(0, 0.00007), "Distance to data 0 (typical 0.0001)");
  assert.match(
    densityWords({ logPrior: -18.24, usual: [-24, -15.2], drawn: [-28, -19] }),
    /^log p\(z\) \u221218\.2 nats; real codes \u221224 to \u221215; prior \u221228 to \u221219$/,
  );
  const off = { logPrior: -60, usual: [-24, -15.2], drawn: [-28, -19] };
  assert.match(
    densityWords(off, true),
    /^log p\(z\|c\) \u221260\.0 nats, outside the draws of p\(z\|c\): \u221228 to \u221219$/,
  );
  assert.doesNotMatch(densityWords(off) + densityWords({ ...off, logPrior: -26 }, true), /outside/);
  assert.match(whyNot({ model: { has_codes: false } }), /no stored codes/);
  assert.match(whyNot({ model: { has_codes: true }, codes: null }), /Calibrating/);
});
