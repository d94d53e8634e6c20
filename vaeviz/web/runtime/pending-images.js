/** Many pictures, whatever becomes of the decoder meanwhile: what cannot be made now is made once it can. */

/** @import { Many } from "../core/types.js" */

/** @typedef {{ many: Many }} Pictures - see images.js */

/**
 * @typedef {object} Work that is not done
 * @property {string | undefined} digest
 * @property {Float32Array} z
 * @property {Float32Array} c
 * @property {number} n
 * @property {(pixels: Uint8Array | null) => void} done
 * @property {(error: unknown) => void} failed
 */

/** One place a slot: the newest asked for takes it, and the one before is given null. */
export class Desk {
  /** @type {Map<string, Work>} */
  #waiting = new Map(); // by slot
  /** @type {Pictures | null} */
  #pictures = null;
  /** @type {string | null} */
  #digest = null; // of their model
  #closed = false;

  /**
   * The pixels of n codes of the model of `digest`; null once they are of no use: superseded, or of a model that was
   * left.
   * @param {string | undefined} digest
   * @param {string} slot
   * @param {Float32Array} z
   * @param {Float32Array} c
   * @param {number} n
   * @returns {Promise<Uint8Array | null>}
   */
  many(digest, slot, z, c, n) {
    this.#waiting.get(slot)?.done(null);
    if (this.#closed) return Promise.resolve(null);
    return new Promise((done, failed) => {
      const work = { digest, z, c, n, done, failed };
      this.#waiting.set(slot, work);
      this.#ask(slot, work);
    });
  }

  /**
   * Turn to `pictures`, which are of the model of `digest`: they are asked for all that waits.
   * @param {Pictures} pictures
   * @param {string} digest
   */
  open(pictures, digest) {
    [this.#pictures, this.#digest] = [pictures, digest];
    for (const [slot, work] of [...this.#waiting]) {
      if (work.digest === digest) this.#ask(slot, work);
      else this.#end(slot, work, () => work.done(null));
    }
  }

  /** Let go of all that waits, for good. */
  close() {
    this.#closed = true;
    this.#pictures = null;
    for (const { done } of this.#waiting.values()) done(null);
    this.#waiting.clear();
  }

  /** @param {string} slot @param {Work} work */
  #ask(slot, work) {
    const pictures = this.#pictures;
    if (!pictures || work.digest !== this.#digest) return;
    pictures.many(slot, work.z, work.c, work.n).then(
      (pixels) => pixels && this.#end(slot, work, () => work.done(pixels)), // null: they were closed
      (error) => pictures === this.#pictures && this.#end(slot, work, () => work.failed(error)),
    );
  }

  /** @param {string} slot @param {Work} work @param {() => void} tell */
  #end(slot, work, tell) {
    if (this.#waiting.get(slot) !== work) return;
    this.#waiting.delete(slot);
    tell();
  }
}
