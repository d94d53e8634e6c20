import assert from "node:assert/strict";
import test from "node:test";
import { program } from "./programs.mjs";
import { part } from "../modules.mjs";

const { PageDecoder } = await part("decoder/page");
const { Runner } = await part("decoder/runner");

/** z of two numbers -> a picture of two pixels, z itself. */
const WEIGHTS = program({ latent: 2, condition: 0, image: [1, 1, 2], link: "identity", steps: [{ op: "dense", in: 2, out: 2 }] }, { "0.weight": [1, 0, 0, 1], "0.bias": [0, 0] });
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

test("a browser without workers makes them in the page", async () => {
  const start = () => {
    throw new Error("no workers");
  };
  assert.deepEqual([...(await new PageDecoder(WEIGHTS, null, start).many(Z, new Float32Array(0), 2))], PIXELS);
});
