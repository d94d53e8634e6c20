/** Plain requests with a WebSocket's face: for a page whose way to the server lets no socket through. */

import { ANEW } from "./client.js";
import { refusal } from "../core/refusal.js";

const PROBE_MS = 20_000; // between two tries whether sockets have come to work

/** @typedef {{ code: number, reason?: string }} End - of a line, as a CloseEvent says it */

/**
 * @typedef {object} RequestsEnv
 * @property {(address: string, request: RequestInit) => Promise<Response>} fetch
 * @property {(call: () => void, ms: number) => any} setTimeout
 * @property {(id: any) => void} clearTimeout
 * @property {() => void} failed
 * @property {(found: () => void) => void} probe
 */

/**
 * POSTs each frame that is sent to `address` and hands over the answer; one travels at a time, and of those that wait
 * the newest of a kind goes next: the others are never answered. It is open once the server has answered `hello`, a
 * frame of its own. `env` has `fetch`, `setTimeout`, `clearTimeout`; `failed()` is told that no request came through,
 * `probe(found)` calls `found` if a socket opens.
 */
export class Requests {
  way = "requests";
  readyState = 0;
  onopen = () => {};
  /** @type {(event: { data: string | ArrayBuffer }) => void} */
  onmessage = () => {};
  /** @type {(event: End) => void} */
  onclose = () => {};
  #address;
  #env;
  /** @type {Map<number, ArrayBuffer>} */
  #waiting = new Map(); // operation -> frame
  #travels = false;
  /** @type {any} */
  #timer = null;
  #abort = new AbortController();

  /** @param {string} address @param {ArrayBuffer} hello @param {RequestsEnv} env */
  constructor(address, hello, env) {
    this.#address = address;
    this.#env = env;
    this.#greet(hello);
  }

  /** @param {ArrayBuffer} frame */
  send(frame) {
    const op = new DataView(frame).getUint16(4, true);
    this.#waiting.delete(op);
    this.#waiting.set(op, frame);
    this.#next();
  }

  close() {
    this.readyState = 3;
    this.#env.clearTimeout(this.#timer);
    this.#abort.abort();
  }

  /** @param {ArrayBuffer} hello */
  async #greet(hello) {
    const answer = await this.#post(hello);
    if (!answer) return;
    this.readyState = 1;
    this.#look();
    this.onopen();
  }

  async #next() {
    if (this.#travels) return;
    this.#travels = true;
    while (this.#waiting.size && this.readyState === 1) {
      const [op, frame] = /** @type {[number, ArrayBuffer]} */ (this.#waiting.entries().next().value);
      this.#waiting.delete(op);
      const answer = await this.#post(frame);
      if (answer) this.onmessage({ data: answer });
    }
    this.#travels = false;
  }

  /** The answer, bytes or our error's text; null where the line has ended. @param {ArrayBuffer} body */
  async #post(body) {
    try {
      const response = await this.#env.fetch(this.#address, { method: "POST", body, signal: this.#abort.signal });
      if (response.ok) return await response.arrayBuffer();
      if (response.status === 400) return await response.text();
      this.#end(
        response.status === 403 || response.status === 404
          ? { code: 1008, reason: await refusal(response, "") }
          : { code: 1013 },
      );
    } catch {
      if (this.readyState !== 3) this.#env.failed();
      this.#end({ code: 1006 });
    }
    return null;
  }

  /** @param {End} event */
  #end(event) {
    if (this.readyState === 3) return;
    this.close();
    this.onclose(event);
  }

  /** See from time to time whether a socket can be had by now. */
  #look() {
    this.#timer = this.#env.setTimeout(() => {
      this.#env.probe(() => this.#end({ code: ANEW }));
      this.#look();
    }, PROBE_MS);
  }
}
