/**
 * The page's end of the decode socket. The newest request wins: one waits, few are in flight, stale answers are
 * dropped, a lost connection is taken up again with growing pauses.
 */

import { packDecode, packEncode, unpackReply } from "./wire.js";

const SLOW_MS = 40; // above this round trip several requests travel at once
const MAX_IN_FLIGHT = 4;
const LOST_MS = 2000; // an answer that takes longer is given up
const FIRST_PAUSE_MS = 250;
const LONGEST_PAUSE_MS = 8000;
const REFUSED = 1008; // close code: bad token, origin or model

/**
 * `hear.reply(answer)`, `hear.error(text)`, `hear.link({state, retryAt, reason})` with state one of
 * connecting, open, waiting, refused, closed.
 */
export class LiveClient {
  #shape;
  #hear;
  #env;
  #url;
  #socket = null;
  #seq = 0;
  #pending = null; // the newest request that has not been sent: {seq, pack}
  #latest = null; // the newest request of all, sent again after a break
  #answered = 0;
  #inFlight = new Map(); // seq -> time of sending, ms
  #roundTrips = [];
  #tries = 0;
  #retry = null;
  #watchdog = null;
  #closed = false;

  constructor(url, shape, hear, env = browser) {
    this.#url = url;
    this.#shape = shape;
    this.#hear = hear;
    this.#env = env;
    this.#connect();
  }

  /** Ask for the pictures of n codes z under c; returns the request's number. */
  decode(z, c = [], n = 1) {
    const [zCopy, cCopy] = [Float32Array.from(z), Float32Array.from(c)];
    return this.#request((seq) => packDecode(seq, zCopy, cCopy, n));
  }

  /** Ask for the posterior of a drawing under c. */
  encode(c, grey, side) {
    const cCopy = Float32Array.from(c);
    return this.#request((seq) => packEncode(seq, cCopy, grey, side));
  }

  /** Let the answers of all earlier requests go unheard: something else has become the newest. */
  supersede() {
    this.#pending = this.#latest = null;
    this.#answered = this.#seq;
    return ++this.#seq;
  }

  /** Median round trip of the last answers in ms, or null before the first. */
  get roundTrip() {
    const sorted = [...this.#roundTrips].sort((a, b) => a - b);
    return sorted.length ? sorted[sorted.length >> 1] : null;
  }

  /** Connect at once, without waiting for the pause to end. */
  retryNow() {
    if (this.#closed || this.#socket) return;
    this.#env.clearTimeout(this.#retry);
    this.#connect();
  }

  /** Leave for good. */
  close() {
    this.#closed = true;
    this.#env.clearTimeout(this.#retry);
    this.#env.clearTimeout(this.#watchdog);
    this.#socket?.close();
    this.#socket = null;
    this.#hear.link({ state: "closed" });
  }

  #request(pack) {
    const seq = ++this.#seq;
    this.#pending = this.#latest = { seq, pack };
    this.#flush();
    return seq;
  }

  #connect() {
    this.#hear.link({ state: "connecting" });
    const socket = this.#env.open(this.#url);
    socket.binaryType = "arraybuffer";
    this.#socket = socket;
    socket.onopen = () => this.#opened();
    socket.onmessage = ({ data }) => (typeof data === "string" ? this.#failed(data) : this.#answer(data));
    socket.onclose = (event) => socket === this.#socket && this.#lost(event);
    socket.onerror = () => {}; // a close event always follows
  }

  #opened() {
    this.#tries = 0;
    this.#inFlight.clear();
    if (this.#latest && this.#latest.seq > this.#answered) this.#pending = this.#latest;
    this.#hear.link({ state: "open" });
    this.#flush();
  }

  #flush() {
    if (!this.#pending || this.#socket?.readyState !== 1) return;
    const limit = (this.roundTrip ?? 0) > SLOW_MS ? MAX_IN_FLIGHT : 1;
    if (this.#inFlight.size >= limit) return;
    const { seq, pack } = this.#pending;
    this.#pending = null;
    this.#inFlight.set(seq, this.#env.now());
    this.#socket.send(pack(seq));
    this.#env.clearTimeout(this.#watchdog);
    this.#watchdog = this.#env.setTimeout(() => this.#giveUp(), LOST_MS);
  }

  #giveUp() {
    this.#inFlight.clear();
    this.#flush();
  }

  #answer(buffer) {
    let reply;
    try {
      reply = unpackReply(buffer, this.#shape);
    } catch (error) {
      return this.#hear.error(error.message);
    }
    this.#settle(reply.seq, true);
    if (reply.seq > this.#answered) {
      this.#answered = reply.seq;
      this.#hear.reply({ ...reply, roundTripMs: this.roundTrip });
    }
    this.#flush();
  }

  #failed(text) {
    const { seq, error } = parseError(text);
    if (seq !== null) this.#settle(seq, false);
    if (seq === null || seq > this.#answered) this.#hear.error(error);
    this.#flush();
  }

  /** Take `seq` and everything sent before it out of flight: the server skips what is not the newest. */
  #settle(seq, timed) {
    const sentAt = this.#inFlight.get(seq);
    for (const other of [...this.#inFlight.keys()]) if (other <= seq) this.#inFlight.delete(other);
    if (!timed || sentAt === undefined) return;
    this.#roundTrips.push(this.#env.now() - sentAt);
    if (this.#roundTrips.length > 15) this.#roundTrips.shift();
  }

  #lost({ code, reason }) {
    this.#socket = null;
    this.#inFlight.clear();
    if (this.#closed) return;
    if (code === REFUSED) return this.#hear.link({ state: "refused", reason });
    const pause = Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** this.#tries++);
    this.#retry = this.#env.setTimeout(() => this.#connect(), pause);
    this.#hear.link({ state: "waiting", retryAt: this.#env.now() + pause });
  }
}

function parseError(text) {
  try {
    const { seq = null, error } = JSON.parse(text);
    return { seq: Number.isInteger(seq) ? seq : null, error: String(error) };
  } catch {
    return { seq: null, error: "The server sent a message that cannot be read." };
  }
}

const browser = {
  open: (url) => new WebSocket(url),
  now: () => performance.now(),
  setTimeout: (call, ms) => setTimeout(call, ms),
  clearTimeout: (id) => clearTimeout(id),
};
