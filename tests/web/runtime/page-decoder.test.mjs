import assert from "node:assert/strict";
import test from "node:test";
import { program } from "./programs.mjs";
import { part } from "../modules.mjs";

const { PageDecoder, holdDecoder, isKept } = await part("runtime/page-decoder");
const { Runner } = await part("runtime/runner");

/** z of two numbers -> a picture of two pixels, z itself. */
const WEIGHTS = program(
  { latent: 2, condition: 0, image: [1, 1, 2], link: "identity", steps: [{ op: "dense", in: 2, out: 2 }] },
  { "0.weight": [1, 0, 0, 1], "0.bias": [0, 0] },
);
const Z = Float32Array.of(0, 1, 0.5, 0.25);
const PIXELS = [0, 255, 128, 64];

/** A worker that does its work when told to, or fails. */
function fakeWorker() {
  const worker = { asked: [], postMessage: (data) => worker.asked.push(data), terminate: () => (worker.ended = true) };
  worker.answer = () => {
    const [{ weights, kernel }, { id, z, c, n }] = worker.asked;
    worker.onmessage({ data: { id, pixels: new Runner(weights, kernel).run(z, c, n) } });
  };
  worker.fail = () => worker.onerror({ preventDefault: () => (worker.quiet = true) });
  return worker;
}

test("one picture is made at once, and halves round to even as on the server", () => {
  const decoder = new PageDecoder(WEIGHTS, null);
  assert.deepEqual([...decoder.draw(Float32Array.of(0.5, 1.5 / 255), new Float32Array(0))], [128, 2]);
});

test("several are made at once where that is known to be quick enough", () => {
  const decoder = new PageDecoder(WEIGHTS, null);
  assert.equal(decoder.drawMany(Z, new Float32Array(0), 2, 1000), null, "nobody knows yet what one costs");
  decoder.draw(Z.subarray(0, 2), new Float32Array(0));
  assert.deepEqual([...decoder.drawMany(Z, new Float32Array(0), 2, 1000)], PIXELS);
  assert.equal(decoder.drawMany(Z, new Float32Array(0), 2, 0), null);
});

test("what a picture costs is what the quickest of the last eight took: the others were held up", (t) => {
  const decoder = new PageDecoder(WEIGHTS, null);
  const takes = (ms) => {
    const ticks = [0, ms];
    const clock = t.mock.method(performance, "now", () => ticks.shift());
    decoder.draw(Z.subarray(0, 2), new Float32Array(0));
    clock.mock.restore();
  };
  const inTime = () => decoder.drawMany(Z, new Float32Array(0), 2, 3) !== null;
  [1, 30, 30, 30, 30, 30, 30, 30].forEach(takes);
  assert.ok(inTime());
  takes(30);
  assert.ok(!inTime());
  takes(1.5);
  assert.ok(inTime());
});

test("many are made beside the page", async () => {
  const worker = fakeWorker();
  const decoder = new PageDecoder(WEIGHTS, null, () => worker);
  const pixels = decoder.many(Z, new Float32Array(0), 2);
  worker.answer();
  assert.deepEqual([...(await pixels)], PIXELS);
});

test("a worker that is lost is done without: what it was asked for is made in the page, fewer at a time", async () => {
  const worker = fakeWorker();
  const decoder = new PageDecoder(WEIGHTS, null, () => worker);
  const before = decoder.most;
  const pixels = decoder.many(Z, new Float32Array(0), 2);
  worker.fail();
  assert.deepEqual([...(await pixels)], PIXELS);
  assert.ok(worker.ended && worker.quiet);
  assert.ok(decoder.most < before);
  assert.deepEqual([...(await decoder.many(Z, new Float32Array(0), 2))], PIXELS);
});

test("codes that a worker cannot decode are refused, and it goes on", async () => {
  const worker = fakeWorker();
  const decoder = new PageDecoder(WEIGHTS, null, () => worker);
  const bad = decoder.many(Z, new Float32Array(0), 3);
  worker.onmessage({ data: { id: 1, error: "3 codes have 6 numbers" } });
  await assert.rejects(bad, /3 codes have 6/);
  const good = decoder.many(Z, new Float32Array(0), 2);
  worker.onmessage({ data: { id: 2, pixels: Uint8Array.from(PIXELS) } });
  assert.deepEqual([...(await good)], PIXELS);
  assert.ok(!worker.ended);
});

test("the worker says what it cannot make instead of dying", async () => {
  const said = [];
  globalThis.self = { postMessage: (data) => said.push(data) };
  await part("runtime/worker");
  globalThis.self.onmessage({ data: { weights: WEIGHTS, kernel: null } });
  globalThis.self.onmessage({ data: { id: 7, z: Z, c: new Float32Array(0), n: 3 } });
  globalThis.self.onmessage({ data: { id: 8, z: Z, c: new Float32Array(0), n: 2 } });
  assert.deepEqual(
    said.map(({ id }) => id),
    [7, 8],
  );
  assert.match(said[0].error, /3 codes/);
  assert.deepEqual([...said[1].pixels], PIXELS);
  delete globalThis.self;
});

test("a decoder in use stays open however many come after it; of the others a few are kept", async (context) => {
  context.mock.method(globalThis, "fetch", async () => new Response(WEIGHTS));
  const holds = ["a", "b", "c", "d", "e", "f"].map((digest) => holdDecoder(digest, "/weights", "t"));
  assert.ok(["a", "f"].every(isKept), "all six are held");
  holds[0].release();
  assert.ok(!isKept("a"));
  holds[2].release();
  holds[2].release();
  assert.deepEqual(["b", "c", "d", "e", "f"].filter(isKept), ["b", "d", "e", "f"]);
  const [b, c] = await Promise.all([holds[1].decoder, holds[2].decoder]);
  assert.equal(b.most, 16);
  assert.equal(c.most, 4, "closed: it has no worker any more");
});

/** A picture of two pixels -> mu of two numbers, the pixels themselves; logvar 0. */
const ENCODER = program(
  {
    latent: 2,
    condition: 0,
    image: [1, 1, 2],
    posterior: { form: "free", low: -10, high: 10 },
    likelihood: { form: "gaussian", sigma: 1 },
    steps: [{ op: "dense", in: 2, out: 4 }],
  },
  { "0.weight": [1, 0, 0, 0, 0, 1, 0, 0], "0.bias": [0, 0, 0, 0] },
);

test("the encoder is fetched once; what went wrong is tried again", async (context) => {
  const answers = [new Response("", { status: 500 }), new Response(ENCODER)];
  const fetched = context.mock.method(globalThis, "fetch", async () => answers.shift());
  const decoder = new PageDecoder(WEIGHTS, null);
  assert.ok(!(await decoder.fetchEncoder("/encoder", "t")));
  assert.ok(!decoder.encodes);
  assert.ok(await decoder.fetchEncoder("/encoder", "t"));
  assert.ok(decoder.encodes && (await decoder.fetchEncoder("/encoder", "t")));
  assert.equal(fetched.mock.callCount(), 2);
  const { mu, logvar, distortion, reconstruction } = decoder.encode(Uint8Array.of(51, 255), new Float32Array(0));
  assert.deepEqual([...mu], [Math.fround(0.2), 1]);
  assert.deepEqual([...logvar], [0, 0]);
  assert.ok(Math.abs(distortion - Math.log(2 * Math.PI)) < 1e-9); // nothing is lost: the log of two normal densities
  assert.deepEqual([...reconstruction], [51, 255]);
});

test("a model without an encoder's program has none here", async (context) => {
  context.mock.method(globalThis, "fetch", async () => new Response(null, { status: 204 }));
  const decoder = new PageDecoder(WEIGHTS, null);
  assert.ok(!(await decoder.fetchEncoder("/encoder", "t")));
  assert.ok(!decoder.encodes);
});

test("a browser without workers makes them in the page", async () => {
  const start = () => {
    throw new Error("no workers");
  };
  assert.deepEqual([...(await new PageDecoder(WEIGHTS, null, start).many(Z, new Float32Array(0), 2))], PIXELS);
});
