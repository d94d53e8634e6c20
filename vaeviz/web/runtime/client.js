/**
 * The page's end of the decode socket. The newest request of a kind wins: one waits, few are in flight, stale answers
 * are dropped, a lost answer is asked for again, a lost connection is taken up again with growing pauses.
 */

import { Connection, REFUSED, browserTimers } from "../core/connection.js";
import { Lane } from "./request-queue.js";
import { DECODE, ENCODE, packDecode, packEncode, unpackReply } from "./wire.js";

const FRAME_MS = 16; // a drag asks for a picture a frame: over a long way several requests have to travel at once
const MAX_IN_FLIGHT = 6; // of a kind
const FIRST_LOST_MS = 2000; // an answer that takes longer is lost, as long as no round trip is known
const LEAST_LOST_MS = 500; // then it is one that takes four times as long as others do, and longer than this
const LONGEST_LOST_MS = 8000;
const MOST_LOST = 4; // one after another: then the line is taken for dead
const NO_REQUEST = -1; // the number of none
export const ANEW = 4000; // close code of our own: open another line at once

/** @import { Socket, Timers } from "../core/connection.js" */
/** @import { Link, Vector } from "../core/types.js" */
/** @import { ModelShape, Reply } from "./wire.js" */

/** @typedef {Reply & { roundTripMs: number | null }} Answer */
/** @typedef {{ reply(answer: Answer): void, error(text: string): void, link(link: Link): void }} Hear */

/**
 * `hear.reply(answer)`, `hear.error(text)`, `hear.link({state, way, retryAt, reason})` with state one of
 * connecting, open (its way: socket or requests), waiting, refused, closed. `open(url)` gives a WebSocket, or what
 * behaves like one.
 */
export class LiveClient {
  #shape;
  #hear;
  #env;
  #connection;
  #seq = 0;
  /** @type {Map<number, Lane>} */
  #lanes = new Map([DECODE, ENCODE].map((op) => [op, new Lane()]));
  /** @type {number[]} */
  #roundTrips = [];
  #lost = 0; // answers given up since the last that came
  /** @type {any} */
  #watchdog = null;
  #closed = false;

  /**
   * @param {string} url
   * @param {ModelShape} shape
   * @param {Hear} hear
   * @param {(url: string) => Socket} open
   * @param {Timers} env
   */
  constructor(url, shape, hear, open, env = browserTimers) {
    this.#shape = shape;
    this.#hear = hear;
    this.#env = env;
    this.#connection = new Connection(
      () => open(url),
      {
        connecting: () => hear.link({ state: "connecting" }),
        opened: () => this.#opened(),
        received: (data) => (typeof data === "string" ? this.#failed(data) : this.#answer(data)),
        lost: (event) => this.#ended(event),
      },
      env,
    );
    this.#connection.connect();
  }

  /**
   * Ask for the pictures of n codes z under c; returns the request's number.
   * @param {Vector} z
   * @param {Vector} c
   */
  decode(z, c = [], n = 1) {
    const [zCopy, cCopy] = [Float32Array.from(z), Float32Array.from(c)];
    return this.#request(DECODE, (seq) => packDecode(seq, zCopy, cCopy, n));
  }

  /**
   * Ask for the posteriors of pictures under c.
   * @param {Vector} c
   * @param {Uint8Array[]} pictures
   */
  encode(c, pictures) {
    const cCopy = Float32Array.from(c);
    return this.#request(ENCODE, (seq) => packEncode(seq, cCopy, pictures));
  }

  /**
   * Let the answers of all earlier decodes go unheard: the picture is made elsewhere. Returns that picture's number.
   */
  supersede() {
    this.#lane(DECODE).forget(this.#seq);
    return ++this.#seq;
  }

  /** Let the answers of all earlier encodes go unheard: the hand has moved on. */
  forgetDrawing() {
    this.#lane(ENCODE).forget(this.#seq);
  }

  /** Median round trip of the last answers in ms, or null before the first. */
  get roundTrip() {
    const sorted = [...this.#roundTrips].sort((a, b) => a - b);
    return sorted.length ? sorted[sorted.length >> 1] : null;
  }

  /** Connect at once, without waiting for the pause to end. */
  retryNow() {
    if (!this.#closed) this.#connection.connect();
  }

  /** Leave for good. */
  close() {
    this.#closed = true;
    this.#env.clearTimeout(this.#watchdog);
    this.#connection.close();
    this.#hear.link({ state: "closed" });
  }

  /** @param {number} op */
  #lane(op) {
    return /** @type {Lane} */ (this.#lanes.get(op));
  }

  /** @param {number} op @param {(seq: number) => ArrayBuffer} pack */
  #request(op, pack) {
    const seq = ++this.#seq;
    this.#lane(op).ask({ seq, pack });
    this.#flush();
    return seq;
  }

  #opened() {
    this.#connection.recovered();
    this.#lost = 0;
    this.#roundTrips = [];
    for (const lane of this.#lanes.values()) lane.again();
    const way = /** @type {Link["way"]} */ (this.#connection.socket?.way ?? "socket");
    this.#hear.link({ state: "open", way });
    this.#flush();
  }

  #flush() {
    if (!this.#connection.open) return;
    const limit = Math.min(MAX_IN_FLIGHT, Math.max(1, Math.ceil((this.roundTrip ?? 0) / FRAME_MS)));
    for (const lane of this.#lanes.values()) {
      const request = lane.take(limit, this.#env.now());
      if (!request) continue;
      this.#connection.send(request.pack(request.seq));
      this.#watch();
    }
  }

  /** Wait for an answer, but not for ever. */
  #watch() {
    this.#env.clearTimeout(this.#watchdog);
    const usual = this.roundTrip === null ? FIRST_LOST_MS : Math.max(LEAST_LOST_MS, 4 * this.roundTrip);
    const patience = Math.min(LONGEST_LOST_MS, usual * 2 ** this.#lost);
    this.#watchdog = this.#env.setTimeout(() => this.#giveUp(), patience);
  }

  #giveUp() {
    if (!this.#connection.open) return;
    if (++this.#lost === MOST_LOST) {
      this.#connection.close();
      return this.#connection.connect();
    }
    for (const lane of this.#lanes.values()) lane.again();
    this.#flush();
  }

  /** @param {ArrayBuffer} buffer */
  #answer(buffer) {
    /** @type {Reply} */
    let reply;
    try {
      reply = unpackReply(buffer, this.#shape);
    } catch (error) {
      return this.#hear.error(/** @type {Error} */ (error).message);
    }
    const lane = this.#lane(reply.op);
    this.#time(lane.settle(reply.seq));
    if (lane.hears(reply.seq)) this.#hear.reply({ ...reply, roundTripMs: this.roundTrip });
    this.#flush();
  }

  /** @param {string} text */
  #failed(text) {
    const { seq, error } = parseError(text);
    const lane = [...this.#lanes.values()].find((each) => each.travels(seq));
    lane?.settle(seq);
    if (!lane || lane.hears(seq)) this.#hear.error(error);
    this.#time(undefined);
    this.#flush();
  }

  /**
   * Something came: note how long it took, where that is known, and watch what is still to come.
   * @param {number | undefined} sentAt
   */
  #time(sentAt) {
    this.#lost = 0;
    if (sentAt !== undefined && this.#roundTrips.push(this.#env.now() - sentAt) > 15) this.#roundTrips.shift();
    if ([...this.#lanes.values()].some((lane) => lane.busy)) this.#watch();
    else this.#env.clearTimeout(this.#watchdog);
  }

  /** @param {{ code: number, reason: string }} event */
  #ended({ code, reason }) {
    this.#env.clearTimeout(this.#watchdog);
    if (code === REFUSED) return this.#hear.link({ state: "refused", reason });
    if (code === ANEW) return this.#connection.connect();
    this.#hear.link({ state: "waiting", retryAt: this.#env.now() + this.#connection.retry() });
  }
}

/** @param {string} text */
function parseError(text) {
  try {
    const { seq, error } = JSON.parse(text);
    return { seq: Number.isInteger(seq) ? /** @type {number} */ (seq) : NO_REQUEST, error: String(error) };
  } catch {
    return { seq: NO_REQUEST, error: "The server sent a message that cannot be read." };
  }
}
