import assert from "node:assert/strict";
import fs from "node:fs";
import test from "node:test";
import { program } from "./programs.mjs";
import { part, WORKSPACE } from "../modules.mjs";

const { unpack } = await part("decoder/packing");
const { Runner } = await part("decoder/runner");
const kernel = await WebAssembly.compile(fs.readFileSync(new URL("decoder/kernel.wasm", WORKSPACE)));

const HEAD = { latent: 1, condition: 2, image: [1, 1, 1], link: "identity", steps: [{ op: "dense", in: 1, out: 1 }] };
const TOLD = { "0.weight": [1], "0.bias": [0.1], "0.told": [0.2, 0.4] };

test("half precision is read exactly: ones, thirds, the smallest, the largest, both zeros", () => {
  const { arrays } = unpack(program({}, { a: [0x3c00, 0xbc00, 0x3555, 0x0001, 0x7bff, 0x0000, 0x8000] }, { a: "float16" }));
  assert.deepEqual([...arrays.a], [1, -1, 0.333251953125, 2 ** -24, 65504, 0, -0]);
});

test("the condition is added, a mixture by its parts, and nothing of the last picture stays", () => {
  const runner = new Runner(program(HEAD, TOLD));
  const draw = (...c) => runner.run(Float32Array.of(0), Float32Array.from(c))[0];
  assert.equal(draw(0, 1), Math.round(255 * 0.5));
  assert.equal(draw(0.5, 0.5), Math.round(255 * 0.4));
  assert.equal(draw(0, 0), Math.round(255 * 0.1));
});

test("codes are clipped as on the server", () => {
  const runner = new Runner(program({ ...HEAD, condition: 0 }, { "0.weight": [0.05], "0.bias": [0] }));
  assert.equal(runner.run(Float32Array.of(99), new Float32Array(0))[0], Math.round(255 * 0.5));
});

test("a file that lacks numbers is refused when it is read", () => {
  assert.throws(() => new Runner(program(HEAD, { "0.weight": [1] })), /0\.bias has no numbers, 1 were expected/);
  assert.throws(() => new Runner(program(HEAD, { ...TOLD, "0.weight": [1, 2] })), /0\.weight has 2 numbers/);
  assert.throws(() => new Runner(new ArrayBuffer(3)));
});

test("codes of another length are refused", () => {
  assert.throws(() => new Runner(program(HEAD, TOLD)).run(Float32Array.of(1), Float32Array.of(1)), RangeError);
});

for (const out of [1, 15, 16, 17, 40]) {
  test(`kernel and plain JavaScript agree on a layer of ${out}`, () => {
    const at = (i) => Math.sin(12.9898 * (i + 1)) / 4;
    const numbers = (n) => Array.from({ length: n }, (_, i) => at(i));
    const head = { latent: 5, condition: 0, image: [1, 1, out], link: "sigmoid", steps: [{ op: "dense", in: 5, out: out }] };
    const body = program(head, { "0.weight": numbers(5 * out), "0.bias": numbers(out) });
    const z = Float32Array.from(numbers(15));
    const want = Array.from({ length: 3 * out }, (_, i) => {
      const [row, column] = [Math.floor(i / out), i % out];
      const sum = [0, 1, 2, 3, 4].reduce((total, k) => total + z[5 * row + k] * at(k * out + column), at(column));
      return Math.round(255 / (1 + Math.exp(-sum)));
    });
    assert.deepEqual([...new Runner(body).run(z, new Float32Array(0), 3)], want);
    assert.deepEqual([...new Runner(body, kernel).run(z, new Float32Array(0), 3)], want);
  });
}
