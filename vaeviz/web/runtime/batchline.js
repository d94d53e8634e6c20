/**
 * Batches over a line of their own, which is opened when the first is asked for: the picture never waits behind them.
 */

/** @import { Answer, Hear, LiveClient } from "./client.js" */
/** @import { DecodeReply } from "./wire.js" */

/**
 * @typedef {object} Asked under way
 * @property {Float32Array} z
 * @property {Float32Array} c
 * @property {number} n
 * @property {(pixels: Uint8Array) => void} done
 * @property {(error: unknown) => void} failed
 */

/** `open(hear)` gives a LiveClient. One batch at a time. */
export class BatchLine {
  #open;
  /** @type {LiveClient | null} */
  #client = null;
  /** @type {Asked | null} */
  #asked = null;

  /** @param {(hear: Hear) => LiveClient} open */
  constructor(open) {
    this.#open = open;
  }

  /**
   * The pixels of n codes.
   * @param {Float32Array} z
   * @param {Float32Array} c
   * @param {number} n
   * @returns {Promise<Uint8Array>}
   */
  many(z, c, n) {
    this.#client ??= this.#open({
      reply: (/** @type {Answer & DecodeReply} */ { pixels }) => this.#asked?.done(pixels),
      error: (text) => this.#asked?.failed(new Error(text)),
      link: () => {},
    });
    const client = this.#client;
    return new Promise((done, failed) => {
      this.#asked = { z, c, n, done, failed };
      client.decode(z, c, n);
    });
  }

  /**
   * Let `decoder` make what is under way, and close the line: nothing more will be asked of it.
   * @param {{ many(z: Float32Array, c: Float32Array, n: number): Promise<Uint8Array> }} decoder
   */
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
