/** Batches over a line of their own, which is opened when the first is asked for: the picture never waits behind them. */

/** `open(hear)` gives a LiveClient. One batch at a time. */
export class BatchLine {
  #open;
  #client = null;
  #asked = null; // {z, c, n, done, failed} under way

  constructor(open) {
    this.#open = open;
  }

  /** The pixels of n codes. */
  many(z, c, n) {
    this.#client ??= this.#open({
      reply: ({ pixels }) => this.#asked?.done(pixels),
      error: (text) => this.#asked?.failed(new Error(text)),
      link: () => {},
    });
    return new Promise((done, failed) => {
      this.#asked = { z, c, n, done, failed };
      this.#client.decode(z, c, n);
    });
  }

  /** Let `decoder` make what is under way, and close the line: nothing more will be asked of it. */
  handOver(decoder) {
    if (this.#asked) {
      const { z, c, n, done, failed } = this.#asked;
      decoder.many(z, c, n).then(done, failed);
    }
    this.close();
  }

  /** Try the line again at once. */
  retry() {
    this.#client?.retryNow();
  }

  close() {
    this.#asked = null;
    this.#client?.close();
    this.#client = null;
  }
}
