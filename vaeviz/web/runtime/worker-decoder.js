/** The page's end of worker.js. */

/**
 * @typedef {object} Asked
 * @property {(pixels: Uint8Array) => void} done
 * @property {(error: Error) => void} failed
 */

/**
 * `start()` gives a new Worker. What it says it cannot make is refused, and it goes on; an error that it says nothing
 * of
 * ends it for good, and all that it was asked for is refused.
 */
export class Beside {
  /** @type {Worker | null} */
  #worker;
  /** @type {Map<number, Asked>} */
  #asked = new Map(); // by id
  #id = 0;

  /** @param {ArrayBuffer} weights @param {WebAssembly.Module | null} kernel @param {() => Worker} start */
  constructor(weights, kernel, start = startWorker) {
    this.#worker = start();
    this.#worker.onmessage = ({ data: { id, pixels, error } }) => {
      const { done, failed } = /** @type {Asked} */ (this.#asked.get(id));
      this.#asked.delete(id);
      if (error === undefined) done(pixels);
      else failed(new Error(error));
    };
    this.#worker.onerror = (event) => {
      event.preventDefault();
      this.close();
    };
    this.#worker.postMessage({ weights, kernel });
  }

  get ended() {
    return this.#worker === null;
  }

  /**
   * The pictures of n codes; refused once the worker has ended.
   * @param {Float32Array} z
   * @param {Float32Array} c
   * @param {number} n
   * @returns {Promise<Uint8Array>}
   */
  run(z, c, n) {
    return new Promise((done, failed) => {
      if (!this.#worker) return failed(new Error("The worker has ended."));
      this.#asked.set(++this.#id, { done, failed });
      this.#worker.postMessage({ id: this.#id, z: z.slice(), c: c.slice(), n });
    });
  }

  /** End the worker. */
  close() {
    this.#worker?.terminate();
    this.#worker = null;
    for (const { failed } of this.#asked.values()) failed(new Error("The worker has ended."));
    this.#asked.clear();
  }
}

function startWorker() {
  return new Worker(new URL("./worker.js", import.meta.url), { type: "module" });
}
