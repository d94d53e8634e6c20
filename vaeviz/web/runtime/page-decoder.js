/** The decoder in the page, fetched once a model; one run for the picture, one beside it for many; and the encoder. */

import { Encoder } from "./encoder.js";
import { Beside } from "./worker-decoder.js";
import { Runner } from "./runner.js";

const KEPT = 4; // models whose decoder stays ready
const [FEW, SLICE] = [16, 4]; // pictures at a time: in the worker, and where the page itself must make them
// pictures of which the quickest says what one costs: what else the machine did then is no cost of theirs
const LATELY = 8;
/** @type {Map<string, { decoder: Promise<PageDecoder | null>, users: number }>} */
// digest -> {decoder, users}: Promise of a PageDecoder or null, how many hold it; the newest last
const kept = new Map();

/** Makes the pictures of one model. */
export class PageDecoder {
  #runner;
  #weights;
  #kernel;
  #start;
  /** @type {Beside | false | null} */
  #beside = null; // made when it is first needed; false: there is none to be had
  /** @type {number[]} */
  #took = []; // ms that each of the last pictures took here
  /** @type {Encoder | null} */
  #encoder = null; // once it has been fetched
  /** @type {Promise<boolean> | null} */
  #fetching = null;

  /**
   * @param {ArrayBuffer} weights
   * @param {WebAssembly.Module | null} kernel
   * @param {() => Worker} [start]
   */
  constructor(weights, kernel, start) {
    this.#runner = new Runner(weights, kernel);
    this.#weights = weights;
    this.#kernel = kernel;
    this.#start = start;
  }

  /** The picture of z under c, at once. @param {Float32Array} z @param {Float32Array} c */
  draw(z, c) {
    const begun = performance.now();
    const pixels = this.#runner.run(z, c);
    this.#took = [...this.#took, performance.now() - begun].slice(-LATELY);
    return pixels;
  }

  /**
   * The pictures of n codes, at once; null where that would take the page longer than `ms`.
   * @param {Float32Array} z
   * @param {Float32Array} c
   * @param {number} n
   * @param {number} ms
   */
  drawMany(z, c, n, ms) {
    return Math.min(...this.#took) * n <= ms ? this.#runner.run(z, c, n) : null;
  }

  /**
   * Fetch the model's encoder, once; what went wrong is tried again at the next call. Gives whether it is there.
   * @param {string} address
   * @param {string} token
   */
  fetchEncoder(address, token) {
    this.#fetching ??= fetchBody(address, token).then(
      (body) => {
        if (body) this.#encoder = new Encoder(body, this.#kernel);
        return body !== null;
      },
      () => {
        this.#fetching = null;
        return false;
      },
    );
    return this.#fetching;
  }

  /** Whether the encoder is there. */
  get encodes() {
    return this.#encoder !== null;
  }

  /** The encoding of a picture under c, see encoder.js. @param {Uint8Array} levels @param {Float32Array} c */
  encode(levels, c) {
    return /** @type {Encoder} */ (this.#encoder).encode(levels, c, this.#runner);
  }

  /** How many pictures to ask for at a time. */
  get most() {
    return this.#beside === false ? SLICE : FEW;
  }

  /**
   * The pictures of n codes, made beside the page; in it, with a pause before, where there is no worker.
   * @param {Float32Array} z
   * @param {Float32Array} c
   * @param {number} n
   * @returns {Promise<Uint8Array>}
   */
  async many(z, c, n) {
    const beside = this.#open();
    if (beside) {
      try {
        return await beside.run(z, c, n);
      } catch (error) {
        if (!beside.ended) throw error;
        this.#beside = false;
      }
    }
    await new Promise((done) => setTimeout(done));
    return this.#runner.run(z, c, n);
  }

  /** The worker's end here; false where there is none to be had. */
  #open() {
    try {
      this.#beside ??= new Beside(this.#weights, this.#kernel, this.#start);
    } catch {
      this.#beside = false;
    }
    return this.#beside;
  }

  /** End the worker. */
  close() {
    if (this.#beside) this.#beside.close();
    this.#beside = false;
  }
}

/**
 * Hold the decoder of a model: {decoder, release}, with the promise of it, or of null where the server has no program
 * for it. It is loaded once; what went wrong is tried again at the next call. `release()` once it is used no more:
 * until
 * then it stays open, however many others come.
 * @param {string} digest
 * @param {string} address
 * @param {string} token
 */
export function holdDecoder(digest, address, token) {
  const entry = kept.get(digest) ?? { decoder: load(address, token), users: 0 };
  entry.users += 1;
  kept.delete(digest);
  kept.set(digest, entry);
  entry.decoder.catch(() => kept.get(digest) === entry && kept.delete(digest));
  drop();
  let held = true;
  return {
    decoder: entry.decoder,
    release() {
      if (held) entry.users -= 1;
      held = false;
      drop();
    },
  };
}

/** Close the oldest of those that nobody uses, until few are kept. */
function drop() {
  for (const [digest, { decoder, users }] of [...kept]) {
    if (kept.size <= KEPT) return;
    if (users) continue;
    kept.delete(digest);
    decoder.then((found) => found?.close());
  }
}

/** Whether a model's decoder has been asked for before. @param {string} digest */
export function isKept(digest) {
  return kept.has(digest);
}

/** @param {string} address @param {string} token */
async function load(address, token) {
  const [body, kernel] = await Promise.all([fetchBody(address, token), loadKernel()]);
  return body && new PageDecoder(body, kernel);
}

/** A network's body; null where the server has no program for it. @param {string} address @param {string} token */
async function fetchBody(address, token) {
  const response = await fetch(address, { headers: { Authorization: `Bearer ${token}` } });
  if (response.status === 204) return null;
  if (!response.ok) throw new Error(`The weights were refused with ${response.status}.`);
  return response.arrayBuffer();
}

/** The compiled kernel; null where it cannot be had: no WebAssembly, or no SIMD in it. */
export async function loadKernel() {
  try {
    const response = await fetch(new URL("./kernel.wasm", import.meta.url));
    return await WebAssembly.compile(await response.arrayBuffer());
  } catch {
    return null;
  }
}
