/** The page's end of worker.js. */

/**
 * `start()` gives a new Worker. What it says it cannot make is refused, and it goes on; an error that it says nothing of
 * ends it for good, and all that it was asked for is refused.
 */
export class Beside {
  #worker;
  #asked = new Map(); // id -> {done, failed}
  #id = 0;

  constructor(weights, kernel, start = startWorker) {
    this.#worker = start();
    this.#worker.onmessage = ({ data: { id, pixels, error } }) => {
      const { done, failed } = this.#asked.get(id);
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

  /** The pictures of n codes; refused once the worker has ended. */
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
