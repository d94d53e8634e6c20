/** Many pictures at a time, for strips, cards and grids: a queue with one place a slot, beside the picture's own line. */

const MOST = 64; // rows a request

/** `send(rows, n, told)` -> Promise of the pixels of at most 64 codes; it is never called again before that is settled. */
export class Batches {
  #send;
  #waiting = new Map(); // slot -> {z, c, n, done, failed}
  #busy = false;

  constructor(send) {
    this.#send = send;
  }

  /**
   * Decode `n` codes z (n * d) under c (n * k); the newest of a slot replaces the one that waits there, whose promise
   * then gives null. Slots take turns. Gives the pixels: n images, rows of HWC bytes.
   */
  many(slot, z, c, n) {
    this.#waiting.get(slot)?.done(null);
    return new Promise((done, failed) => {
      this.#waiting.delete(slot);
      this.#waiting.set(slot, { z, c, n, done, failed });
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
      const [slot, work] = this.#waiting.entries().next().value;
      this.#waiting.delete(slot);
      try {
        work.done(await this.#all(work));
      } catch (error) {
        work.failed(error);
      }
    }
    this.#busy = false;
  }

  async #all({ z, c, n }) {
    const parts = [];
    for (let at = 0; at < n; at += MOST) {
      const rows = Math.min(MOST, n - at);
      const part = (from) => from.subarray((at * from.length) / n, ((at + rows) * from.length) / n);
      parts.push(await this.#send(part(z), part(c), rows));
    }
    if (parts.length === 1) return parts[0];
    const out = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
    parts.reduce((at, part) => (out.set(part, at), at + part.length), 0);
    return out;
  }
}
