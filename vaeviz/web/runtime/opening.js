/** Which line to the server is opened next: a socket, or plain requests where no socket has ever opened. */

import { Requests } from "./requests.js";

const TRIES = 3; // sockets that fail before requests are tried
const PATIENCE_MS = 4000; // that a socket may take to open: what lies between may let it hang

/** @import { Socket } from "../core/connection.js" */

/**
 * `address` takes plain requests, `hello` is a frame to greet it with. Returns what opens a line, for all LiveClients
 * of a model.
 * @param {string} address
 * @param {ArrayBuffer} hello
 * @returns {(url: string) => Socket}
 */
export function createOpening(address, hello, env = browser) {
  let failures = 0; // of sockets, as long as none has opened
  const plain = { ...env, probe, failed: () => (failures = TRIES - 1) }; // then a socket is tried between

  /** @param {string} url */
  function socket(url) {
    const line = env.socket(url);
    const late = env.setTimeout(() => line.close(), PATIENCE_MS);
    line.addEventListener("open", () => {
      env.clearTimeout(late);
      failures = -Infinity;
    });
    line.addEventListener("close", () => {
      env.clearTimeout(late);
      failures++;
    });
    return line;
  }
  let url = "";
  /** @param {() => void} found */
  function probe(found) {
    const line = socket(url);
    line.addEventListener("open", () => {
      line.close();
      found();
    });
  }

  return (wanted) => {
    url = wanted;
    if (failures < TRIES) return socket(url);
    return /** @type {Socket} */ (/** @type {unknown} */ (new Requests(address, hello, plain)));
  };
}

const browser = {
  socket: (/** @type {string} */ url) => new WebSocket(url),
  fetch: (/** @type {Parameters<typeof fetch>} */ ...request) => fetch(...request),
  setTimeout: (/** @type {() => void} */ call, /** @type {number} */ ms) => setTimeout(call, ms),
  clearTimeout: (/** @type {any} */ id) => clearTimeout(id),
};
