/**
 * Many pictures at a time, for strips, cards and grids: a queue with one place a slot, beside the picture's own line.
 */

/** @typedef {(z: Float32Array, c: Float32Array, n: number) => Promise<Uint8Array>} Send */

/**
 * @typedef {object} Work that is not done
 * @property {Float32Array} z
 * @property {Float32Array} c
 * @property {number} n
 * @property {number} at - how many are made
 * @property {Uint8Array[]} parts
 * @property {(pixels: Uint8Array | null) => void} done
 * @property {(error: unknown) => void} failed
 */

/**
 * `send(z, c, n)` -> Promise of the pixels of n codes, `most()` at most; it is never called again before that is
 * settled. Between two parts of a large piece of work others have their turn.
 */
export class Batches {
  #send;
  #most;
  /** @type {Map<string, Work>} */
  #waiting = new Map(); // by slot
  #busy = false;

  /** @param {Send} send @param {() => number} most */
  constructor(send, most) {
    this.#send = send;
    this.#most = most;
  }

  /**
   * Decode `n` codes z (n * d) under c (n * k); the newest of a slot replaces the one before it, whose promise then
   * gives null. Gives the pixels: n images, rows of HWC bytes.
   * @param {string} slot
   * @param {Float32Array} z
   * @param {Float32Array} c
   * @param {number} n
   * @returns {Promise<Uint8Array | null>}
   */
  many(slot, z, c, n) {
    this.#waiting.get(slot)?.done(null);
    return new Promise((done, failed) => {
      this.#waiting.delete(slot);
      this.#waiting.set(slot, { z, c, n, at: 0, parts: [], done, failed });
      this.#next();
    });
  }

  /** Let go of all that waits. */
  clear() {
    for (const { done } of this.#waiting.values()) done(null);
    this.#waiting.clear();
  }

  async #next() {
    if (this.#busy) return;
    this.#busy = true;
    while (this.#waiting.size) {
      const [slot, work] = /** @type {[string, Work]} */ (this.#waiting.entries().next().value);
      try {
        await this.#part(work);
        if (this.#waiting.get(slot) !== work) continue; // superseded meanwhile
        this.#waiting.delete(slot);
        if (work.at < work.n)
          this.#waiting.set(slot, work); // behind the others
        else work.done(joined(work.parts));
      } catch (error) {
        if (this.#waiting.get(slot) === work) this.#waiting.delete(slot);
        work.failed(error);
      }
    }
    this.#busy = false;
  }

  /** @param {Work} work */
  async #part(work) {
    const { z, c, n, at, parts } = work;
    const rows = Math.min(this.#most(), n - at);
    const part = (/** @type {Float32Array} */ from) =>
      from.subarray((at * from.length) / n, ((at + rows) * from.length) / n);
    parts.push(await this.#send(part(z), part(c), rows));
    work.at += rows;
  }
}

/** @param {Uint8Array[]} parts */
function joined(parts) {
  if (parts.length === 1) return parts[0];
  const out = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    out.set(part, at);
    at += part.length;
  }
  return out;
}
