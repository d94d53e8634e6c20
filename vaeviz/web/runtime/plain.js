/**
 * The loops of kernel.wat in plain JavaScript, for a browser without WebAssembly SIMD: the same arguments, and the same
 * numbers to the last bit, for every product and sum is rounded to single precision in the kernel's order.
 */

import { SIDE } from "./plan.js";

const { fround } = Math;
const LOG2_E = fround(Math.LOG2E);
const ROUND = 1.5 * 2 ** 23; // added to a number and subtracted again, it leaves the nearest whole number
const POLYNOMIAL = [0.00132764611, 0.00967554172, 0.0555071331, 0.240221197, 0.693146967, 1.00000007];
const [P5, P4, P3, P2, P1, P0] = POLYNOMIAL.map(fround);
const power = new Float32Array(1);
const powerBits = new Int32Array(power.buffer);

/**
 * The loops of a kernel; `Kernel` is kernel.wasm's own, too.
 * @typedef {object} Kernel
 * @property {(a: number, b: number, out: number, rows: number, inner: number, panels: number) => void} multiply
 * @property {(at: number, count: number) => void} sigmoid
 * @property {(at: number, count: number) => void} silu
 * @property {(taps: number, to: number, height: number, width: number, out: number) => void} addTaps
 */

/**
 * The loops on one block of memory; addresses are in bytes.
 * @param {ArrayBuffer} buffer
 * @returns {Kernel}
 */
export function plainKernel(buffer) {
  const memory = new Float32Array(buffer);
  return {
    multiply: (...places) => multiply(memory, ...places),
    sigmoid: (at, count) => sigmoid(memory.subarray(at / 4, at / 4 + count)),
    silu: (at, count) => silu(memory.subarray(at / 4, at / 4 + count)),
    addTaps: (taps, to, ...sizes) => addTaps(memory, taps / 4, to / 4, ...sizes),
  };
}

/**
 * out = a b; b lies in panels of 16 columns, which are gone through four at a time.
 * @param {Float32Array} memory
 * @param {number} a
 * @param {number} b
 * @param {number} out
 * @param {number} rows
 * @param {number} inner
 * @param {number} panels
 */
function multiply(memory, a, b, out, rows, inner, panels) {
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < 16 * panels; column += 4) {
      let [s0, s1, s2, s3] = [0, 0, 0, 0];
      let from = a / 4 + row * inner;
      const stop = from + inner;
      for (let at = b / 4 + (column >> 4) * 16 * inner + (column & 15); from < stop; from++, at += 16) {
        const x = memory[from];
        s0 = fround(s0 + fround(x * memory[at]));
        s1 = fround(s1 + fround(x * memory[at + 1]));
        s2 = fround(s2 + fround(x * memory[at + 2]));
        s3 = fround(s3 + fround(x * memory[at + 3]));
      }
      const to = out / 4 + row * 16 * panels + column;
      memory[to] = s0;
      memory[to + 1] = s1;
      memory[to + 2] = s2;
      memory[to + 3] = s3;
    }
  }
}

/** @param {Float32Array} numbers */
function sigmoid(numbers) {
  for (let i = 0; i < numbers.length; i++) numbers[i] = sigmoidOf(numbers[i]);
}

/** h sigmoid(h). @param {Float32Array} numbers */
function silu(numbers) {
  for (let i = 0; i < numbers.length; i++) numbers[i] *= sigmoidOf(numbers[i]);
}

/** 1 / (1 + exp(-h)), with exp(-h) = 2^n 2^x: n the nearest whole number, 2^x a polynomial. @param {number} h */
function sigmoidOf(h) {
  let x = Math.min(Math.max(fround(-LOG2_E * h), -126), 126);
  const n = fround(fround(x + ROUND) - ROUND);
  x = fround(x - n);
  let y = fround(fround(P5 * x) + P4);
  y = fround(fround(y * x) + P3);
  y = fround(fround(y * x) + P2);
  y = fround(fround(y * x) + P1);
  y = fround(fround(y * x) + P0);
  powerBits[0] = (n + 127) << 23;
  return fround(1 / fround(fround(y * power[0]) + 1));
}

/**
 * Add up the 4 x 4 taps of every pixel to a picture of twice the size: tap (i, j) of pixel (y, x) belongs to
 * (2y + i - 1, 2x + j - 1). The four taps of a row lie side by side in both, but for those beyond the rim.
 * @param {Float32Array} memory
 * @param {number} taps
 * @param {number} to
 * @param {number} height
 * @param {number} width
 * @param {number} out
 */
function addTaps(memory, taps, to, height, width, out) {
  const wide = 2 * width * out; // numbers of a row of the result
  for (let y = 0; y < height; y++) {
    for (let i = 0; i < SIDE; i++) {
      const row = 2 * y + i - 1;
      if (row < 0 || row >= 2 * height) continue;
      for (let x = 0; x < width; x++) {
        const first = x === 0 ? out : 0;
        const last = (x === width - 1 ? SIDE - 1 : SIDE) * out;
        const from = taps + ((y * width + x) * SIDE + i) * SIDE * out;
        const target = to + row * wide + (2 * x - 1) * out;
        for (let j = first; j < last; j++) memory[target + j] += memory[from + j];
      }
    }
  }
}
