/**
 * The requests of one kind on a line: the newest waits; what was sent is in flight until it or a later one is
 * answered.
 */

/** @typedef {{ seq: number, pack: (seq: number) => ArrayBuffer }} Request */

export class Lane {
  /** @type {Request | null} */
  #waiting = null; // not yet sent
  /** @type {Request | null} */
  #newest = null; // asked for again until it is answered
  #answered = 0;
  /** @type {Map<number, number>} */
  #inFlight = new Map(); // seq -> time of sending, ms

  /** Let `request` wait; it takes the place of the one before it. @param {Request} request */
  ask(request) {
    this.#waiting = this.#newest = request;
  }

  /** Take the request that waits, if fewer than `limit` are in flight. @param {number} limit @param {number} now */
  take(limit, now) {
    const request = this.#inFlight.size < limit ? this.#waiting : null;
    if (!request) return null;
    this.#waiting = null;
    this.#inFlight.set(request.seq, now);
    return request;
  }

  /**
   * Take `seq` and all before it out of flight: the server skips what is not the newest. Returns when it was sent.
   * @param {number} seq
   */
  settle(seq) {
    const sentAt = this.#inFlight.get(seq);
    for (const other of [...this.#inFlight.keys()]) if (other <= seq) this.#inFlight.delete(other);
    return sentAt;
  }

  /** Whether the answer to `seq` is news; it is, once. @param {number} seq */
  hears(seq) {
    if (seq <= this.#answered) return false;
    this.#answered = seq;
    return true;
  }

  /** Let the newest wait again, if it was not answered: what was in flight is lost. */
  again() {
    this.#inFlight.clear();
    if (this.#newest && this.#newest.seq > this.#answered) this.#waiting = this.#newest;
  }

  /** Drop what waits; answers up to `seq` are no news. @param {number} seq */
  forget(seq) {
    this.#waiting = this.#newest = null;
    this.#answered = seq;
  }

  /** Whether `seq` is in flight. @param {number} seq */
  travels(seq) {
    return this.#inFlight.has(seq);
  }

  /** Whether anything is in flight. */
  get busy() {
    return this.#inFlight.size > 0;
  }
}
