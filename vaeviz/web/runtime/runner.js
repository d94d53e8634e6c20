/** A program, run here: what vaeviz/server/decode/weights.py sends, on a block of memory that is laid out once. */

import { add, addRows, fill, gather, tell, toBytes } from "./loops.js";
import { unpack } from "../core/packing.js";
import { plainKernel } from "./plain.js";
import { PANEL, planOf, toPanels } from "./plan.js";

const PAGE = 65536; // bytes of a page of memory
const MAX_Z = 10; // codes are clipped there, and conditions at 1, as by the server

/** @import { Kernel } from "./plain.js" */
/** @import { Product } from "./plan.js" */

/** Runs one program. `kernel` is the compiled kernel.wasm; without it the loops are plain JavaScript. */
export class Runner {
  #plan;
  #memory; // of numbers
  /** @type {Kernel} */
  #kernel; // its loops

  /**
   * @param {ArrayBuffer} buffer
   * @param {WebAssembly.Module | null} kernel
   */
  constructor(buffer, kernel = null) {
    this.#plan = planOf(unpack(buffer));
    const bytes = 4 * this.#plan.numbers;
    const memory = kernel && new WebAssembly.Memory({ initial: Math.ceil(bytes / PAGE) });
    const block = memory ? memory.buffer : new ArrayBuffer(bytes);
    this.#memory = new Float32Array(block);
    this.#kernel = kernel && memory ? loopsOf(kernel, memory) : plainKernel(block);
    this.#lay();
  }

  /** What the program says of itself beside its arrays. */
  get head() {
    return this.#plan.head;
  }

  /** Take up the weights of another decoder of the same build, in the same memory. @param {ArrayBuffer} buffer */
  take(buffer) {
    const plan = planOf(unpack(buffer));
    if (plan.numbers !== this.#plan.numbers || plan.given !== this.#plan.given)
      throw new RangeError("The decoder is of another build than the one it is to follow.");
    this.#plan = plan;
    this.#lay();
  }

  /** Bring the matrices into the memory. */
  #lay() {
    for (const step of this.#plan.steps) {
      if (step.op === "silu") continue;
      if (step.matrix) toPanels(this.#memory, { ...step, matrix: step.matrix });
      delete step.matrix;
    }
  }

  /**
   * The pictures of n codes z (n * d) under c (n * k): rows of HWC bytes, one picture after the other.
   * @param {Float32Array} z
   * @param {Float32Array} c
   */
  run(z, c, n = 1) {
    const { given, condition, size, head } = this.#plan;
    if (z.length !== n * given || c.length !== n * condition)
      throw new RangeError(
        `${n} codes have ${n * given} and ${n * condition} numbers, found ${z.length} and ${c.length}.`,
      );
    const pixels = new Uint8ClampedArray(n * size);
    /** @type {<T extends { subarray(begin: number, end: number): T }>(from: T, width: number, i: number) => T} */
    const row = (from, width, i) => from.subarray(i * width, (i + 1) * width);
    for (let i = 0; i < n; i++) {
      const at = this.#steps(
        row(z, given, i).map((value) => clip(value, MAX_Z)),
        row(c, condition, i),
      );
      if (head.link === "sigmoid") this.#kernel.sigmoid(4 * at, size);
      toBytes(this.#memory, at, row(pixels, size, i));
    }
    return new Uint8Array(pixels.buffer);
  }

  /**
   * What the steps make of numbers under c, before any link: a copy.
   * @param {Float32Array} numbers
   * @param {Float32Array} c
   */
  output(numbers, c) {
    const { given, condition, size } = this.#plan;
    if (numbers.length !== given || c.length !== condition)
      throw new RangeError(
        `The program takes ${given} and ${condition} numbers, found ${numbers.length} and ${c.length}.`,
      );
    const at = this.#steps(numbers, c);
    return this.#memory.slice(at, at + size);
  }

  /**
   * Run the steps on numbers; returns the place of the result.
   * @param {Float32Array} numbers
   * @param {Float32Array} c
   */
  #steps(numbers, c) {
    const { steps, held } = this.#plan;
    let [from, to] = held;
    this.#memory.set(numbers, from);
    const told = c.map((value) => clip(value, 1));
    for (const step of steps) {
      if (step.op === "silu") {
        this.#kernel.silu(4 * from, step.size);
        continue;
      }
      tell(step, told);
      this.#product(step, from, to);
      [from, to] = [to, from];
    }
    return from;
  }

  /** @param {Product} step @param {number} from @param {number} to */
  #product(step, from, to) {
    const [memory, kernel] = [this.#memory, this.#kernel];
    const { taps, windows } = this.#plan;
    const multiply = (/** @type {number} */ a, /** @type {number} */ out) =>
      kernel.multiply(4 * a, 4 * step.weight, 4 * out, step.rows, step.inner, step.panels);
    if (step.op === "dense") {
      multiply(from, to);
      add(memory, to, step.shift);
    } else if (step.op === "enlarge") {
      multiply(from, taps);
      fill(memory, to, step.size, step.shift);
      kernel.addTaps(4 * taps, 4 * to, step.height, step.width, step.out);
    } else {
      gather(memory, from, windows, step);
      multiply(windows, taps);
      addRows(memory, taps, to, step.rows, PANEL * step.panels, step.shift);
    }
  }
}

/** @param {WebAssembly.Module} kernel @param {WebAssembly.Memory} memory */
function loopsOf(kernel, memory) {
  return /** @type {Kernel} */ (
    /** @type {unknown} */ (new WebAssembly.Instance(kernel, { page: { memory } }).exports)
  );
}

const clip = (/** @type {number} */ value, /** @type {number} */ most) => Math.max(-most, Math.min(most, value));
