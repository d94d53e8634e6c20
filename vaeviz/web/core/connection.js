/** A WebSocket that can be opened again after growing pauses: the one way in which the page talks to a worker. */

const FIRST_PAUSE_MS = 250;
const LONGEST_PAUSE_MS = 8000;

export const REFUSED = 1008; // close codes of RFC 6455: not allowed
export const BUSY = 1013; // try again later

/**
 * What is called; nothing is after `close`, and nothing of a socket that another has replaced.
 * @typedef {object} Listeners
 * @property {(failures: number) => void} connecting - how often in a row it failed before
 * @property {() => void} opened
 * @property {(data: string | ArrayBuffer) => void} received
 * @property {(event: { code: number, reason: string }) => void} lost
 */

/** @typedef {WebSocket & { way?: string }} Socket - or what behaves like one, and says how in `way` */

/**
 * Timers of the browser, or of a test.
 * @typedef {object} Timers
 * @property {() => number} now - in ms
 * @property {(call: () => void, ms: number) => any} setTimeout
 * @property {(id: any) => void} clearTimeout
 */

/** @type {Timers} */
export const browserTimers = {
  now: () => performance.now(),
  setTimeout: (call, ms) => setTimeout(call, ms),
  clearTimeout: (id) => clearTimeout(id),
};

export class Connection {
  /** @type {() => Socket} */
  #make;
  /** @type {Listeners} */
  #on;
  /** @type {Timers} */
  #timers;
  /** @type {Socket | null} */
  #socket = null;
  #failures = 0;
  /** @type {any} */
  #timer = null;

  /** Nothing is opened before `connect`. @param {() => Socket} make @param {Listeners} on @param {Timers} timers */
  constructor(make, on, timers) {
    this.#make = make;
    this.#on = on;
    this.#timers = timers;
  }

  /** The socket, open or opening. */
  get socket() {
    return this.#socket;
  }

  /** Whether what is sent goes out. */
  get open() {
    return this.#socket?.readyState === 1;
  }

  /** Connect now, unless it is open or opening; a pending retry is dropped. */
  connect() {
    if (this.#socket) return;
    this.#timers.clearTimeout(this.#timer);
    this.#on.connecting(this.#failures);
    const socket = this.#make();
    socket.binaryType = "arraybuffer";
    this.#socket = socket;
    const current = () => socket === this.#socket;
    socket.onopen = () => current() && this.#on.opened();
    socket.onmessage = ({ data }) => current() && this.#on.received(data);
    socket.onclose = (event) => {
      if (!current()) return;
      this.#socket = null;
      this.#on.lost(event);
    };
    socket.onerror = () => {}; // a close event always follows
  }

  /** Connect after a pause, twice as long as the one before. Returns it, in ms. */
  retry() {
    const pause = Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** this.#failures++);
    this.#timer = this.#timers.setTimeout(() => this.connect(), pause);
    return pause;
  }

  /** The server answers: the next pause is the shortest. */
  recovered() {
    this.#failures = 0;
  }

  /** @param {string | ArrayBuffer | Uint8Array<ArrayBuffer>} data */
  send(data) {
    this.#socket?.send(data);
  }

  /** Close it; no listener is called for that. */
  close() {
    this.#timers.clearTimeout(this.#timer);
    const socket = this.#socket;
    this.#socket = null;
    socket?.close();
  }
}
