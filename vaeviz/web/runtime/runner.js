/** A decoder's program, run here: what vaeviz/families/page_program.py sends, on a block of memory that is laid out once. */

import { add, fill, tell, toBytes } from "./loops.js";
import { unpack } from "../core/packing.js";
import { plainKernel } from "./plain.js";
import { planOf, toPanels } from "./plan.js";

const PAGE = 65536; // bytes of a page of memory
const MAX_Z = 10; // codes are clipped there, and conditions at 1, as by the server

/** Makes pictures of codes. `kernel` is the compiled kernel.wasm; without it the loops are plain JavaScript. */
export class Runner {
  #plan;
  #memory; // of numbers
  #kernel; // its loops

  constructor(buffer, kernel = null) {
    this.#plan = planOf(unpack(buffer));
    const bytes = 4 * this.#plan.numbers;
    const memory = kernel && new WebAssembly.Memory({ initial: Math.ceil(bytes / PAGE) });
    const block = memory ? memory.buffer : new ArrayBuffer(bytes);
    this.#memory = new Float32Array(block);
    this.#kernel = memory ? new WebAssembly.Instance(kernel, { page: { memory } }).exports : plainKernel(block);
    this.#lay();
  }

  /** Take up the weights of another decoder of the same build, in the same memory. */
  take(buffer) {
    const plan = planOf(unpack(buffer));
    if (plan.numbers !== this.#plan.numbers || plan.latent !== this.#plan.latent)
      throw new RangeError("The decoder is of another build than the one it is to follow.");
    this.#plan = plan;
    this.#lay();
  }

  /** Bring the matrices into the memory. */
  #lay() {
    for (const step of this.#plan.steps) {
      if (step.matrix) toPanels(this.#memory, step);
      delete step.matrix;
    }
  }

  /** The pictures of n codes z (n * d) under c (n * k), typed arrays: rows of HWC bytes, one picture after the other. */
  run(z, c, n = 1) {
    const { latent, condition, size } = this.#plan;
    if (z.length !== n * latent || c.length !== n * condition)
      throw new RangeError(
        `${n} codes have ${n * latent} and ${n * condition} numbers, found ${z.length} and ${c.length}.`,
      );
    const pixels = new Uint8ClampedArray(n * size);
    const row = (from, width, i) => from.subarray(i * width, (i + 1) * width);
    for (let i = 0; i < n; i++) this.#one(row(z, latent, i), row(c, condition, i), row(pixels, size, i));
    return new Uint8Array(pixels.buffer);
  }

  #one(z, c, pixels) {
    const { steps, held, link } = this.#plan;
    const [memory, kernel] = [this.#memory, this.#kernel];
    let [from, to] = held;
    for (let j = 0; j < z.length; j++) memory[from + j] = clip(z[j], MAX_Z);
    const told = c.map((value) => clip(value, 1));
    for (const step of steps) {
      if (step.op === "silu") {
        kernel.silu(4 * from, step.size);
        continue;
      }
      tell(step, told);
      this.#product(step, from, to);
      [from, to] = [to, from];
    }
    if (link === "sigmoid") kernel.sigmoid(4 * from, pixels.length);
    toBytes(memory, from, pixels);
  }

  #product(step, from, to) {
    const [memory, kernel, { taps }] = [this.#memory, this.#kernel, this.#plan];
    const large = step.op === "enlarge";
    kernel.multiply(4 * from, 4 * step.weight, 4 * (large ? taps : to), step.rows, step.inner, step.panels);
    if (!large) return add(memory, to, step.shift);
    fill(memory, to, step.size, step.shift);
    kernel.addTaps(4 * taps, 4 * to, step.height, step.width, step.out);
  }
}

const clip = (value, most) => Math.max(-most, Math.min(most, value));
