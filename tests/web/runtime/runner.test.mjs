import assert from "node:assert/strict";
import fs from "node:fs";
import test from "node:test";
import { program } from "./programs.mjs";
import { part, WORKSPACE } from "../modules.mjs";

const { unpack } = await part("core/packing");
const { plainKernel } = await part("runtime/plain");
const { Runner } = await part("runtime/runner");
const kernel = await WebAssembly.compile(fs.readFileSync(new URL("runtime/kernel.wasm", WORKSPACE)));

const HEAD = { latent: 1, condition: 2, image: [1, 1, 1], link: "identity", steps: [{ op: "dense", in: 1, out: 1 }] };
const TOLD = { "0.weight": [1], "0.bias": [0.1], "0.told": [0.2, 0.4] };

test("half precision is read exactly: ones, thirds, the smallest, the largest, both zeros", () => {
  const { arrays } = unpack(
    program({}, { a: [0x3c00, 0xbc00, 0x3555, 0x0001, 0x7bff, 0x0000, 0x8000] }, { a: "float16" }),
  );
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

test("a runner that takes other weights draws as one that was made of them; of another build they are refused", () => {
  const [head, z] = [{ ...HEAD, condition: 0 }, Float32Array.of(1)];
  const other = program(head, { "0.weight": [0.5], "0.bias": [0.2] });
  for (const code of [null, kernel]) {
    const runner = new Runner(program(head, { "0.weight": [0.1], "0.bias": [0] }), code);
    runner.take(other);
    assert.deepEqual(runner.run(z, new Float32Array(0)), new Runner(other, code).run(z, new Float32Array(0)));
    assert.throws(
      () =>
        runner.take(
          program(
            { ...head, latent: 40, steps: [{ op: "dense", in: 40, out: 1 }] },
            { "0.weight": new Array(40).fill(1), "0.bias": [0] },
          ),
        ),
      /another build/,
    );
  }
});

test("codes of another length are refused", () => {
  assert.throws(() => new Runner(program(HEAD, TOLD)).run(Float32Array.of(1), Float32Array.of(1)), RangeError);
});

for (const out of [1, 15, 16, 17, 40]) {
  test(`kernel and plain JavaScript agree on a layer of ${out}`, () => {
    const at = (i) => Math.sin(12.9898 * (i + 1)) / 4;
    const numbers = (n) => Array.from({ length: n }, (_, i) => at(i));
    const head = {
      latent: 5,
      condition: 0,
      image: [1, 1, out],
      link: "sigmoid",
      steps: [{ op: "dense", in: 5, out: out }],
    };
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

for (const [height, width, out] of [
  [1, 1, 1],
  [2, 3, 3],
  [3, 2, 5],
]) {
  test(`kernel and plain JavaScript agree on silu, then ${height} x ${width} pixels enlarged to ${out} channels`, () => {
    const numbers = (n, scale) => Array.from({ length: n }, (_, i) => scale * Math.sin(12.9898 * (i + 1)));
    const inner = 2;
    const steps = [
      { op: "dense", in: 4, out: inner * height * width },
      { op: "silu" },
      { op: "enlarge", in: inner, out, height, width },
    ];
    const head = { latent: 4, condition: 0, image: [out, 2 * height, 2 * width], link: "sigmoid", steps };
    const size = inner * height * width;
    const body = () =>
      program(head, {
        "0.weight": numbers(4 * size, 3),
        "0.bias": numbers(size, 1),
        "2.weight": numbers(16 * inner * out, 2),
        "2.bias": numbers(out, 0.5),
      });
    const z = Float32Array.from(numbers(12, 2));
    const [plain, simd] = [new Runner(body()), new Runner(body(), kernel)].map((runner) =>
      runner.run(z, new Float32Array(0), 3),
    );
    assert.ok(new Set(plain).size > 2);
    assert.deepEqual(plain, simd);
  });
}

test("the kernel's sigmoid is right from end to end, also where exp overflows", () => {
  const memory = new WebAssembly.Memory({ initial: 1 });
  const { sigmoid, silu } = new WebAssembly.Instance(kernel, { page: { memory } }).exports;
  const inputs = [-1e30, -200, -87, -20, -3.7, -1, -1e-4, 0, 1e-4, 1, 3.7, 20, 87, 200, 1e30, 0.5];
  const numbers = new Float32Array(memory.buffer, 0, inputs.length);
  numbers.set(inputs);
  sigmoid(0, inputs.length);
  inputs.forEach((h, i) => assert.ok(Math.abs(numbers[i] - 1 / (1 + Math.exp(-h))) < 3e-7, `${h}: ${numbers[i]}`));
  numbers.set(inputs);
  silu(0, inputs.length);
  inputs
    .slice(1, -2)
    .forEach((h, i) =>
      assert.ok(
        Math.abs(numbers[i + 1] - h / (1 + Math.exp(-h))) < 1e-6 * Math.max(1, Math.abs(h)),
        `${h}: ${numbers[i + 1]}`,
      ),
    );
});

test("kernel and plain JavaScript agree to the last bit, product by product and sigmoid by sigmoid", () => {
  const [rows, inner, panels] = [3, 50, 2];
  const memory = new WebAssembly.Memory({ initial: 1 });
  const numbers = new Float32Array(memory.buffer);
  for (let i = 0; i < numbers.length; i++) numbers[i] = 9 * Math.sin(12.9898 * (i + 1));
  numbers.set([-1e30, -200, -87.4, -0.5, -0, 0, 0.5, 87.4, 200, 1e30]);
  const plain = numbers.slice();
  const kernels = [new WebAssembly.Instance(kernel, { page: { memory } }).exports, plainKernel(plain.buffer)];
  for (const { multiply, sigmoid, silu } of kernels) {
    sigmoid(0, 1000);
    silu(4 * 1000, 1000);
    multiply(4 * 2000, 4 * 4000, 4 * 8000, rows, inner, panels);
  }
  assert.deepEqual(new Uint32Array(plain.buffer), new Uint32Array(memory.buffer));
});
