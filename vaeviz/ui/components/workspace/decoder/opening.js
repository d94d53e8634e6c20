/** Which line to the server is opened next: a socket, or plain requests where no socket has ever opened. */

import { Requests } from "./requests.js";

const TRIES = 3; // sockets that fail before requests are tried
const PATIENCE_MS = 4000; // that a socket may take to open: what lies between may let it hang

/** `address` takes plain requests, `hello` is a frame to greet it with; `open(url)` is what LiveClient takes. */
export function createOpening(address, hello, env = browser) {
  let failures = 0; // of sockets, as long as none has opened
  let way = "socket"; // of the line that was opened last
  const plain = { ...env, probe };

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
  function probe(found) {
    const line = socket(url);
    line.addEventListener("open", () => {
      line.close();
      found();
    });
  }

  return {
    open(wanted) {
      url = wanted;
      way = failures < TRIES ? "socket" : "requests";
      if (way === "socket") return socket(url);
      failures = TRIES - 1; // should requests fail as well, a socket is tried between
      return new Requests(address, hello, plain);
    },
    get way() {
      return way;
    },
  };
}

const browser = {
  socket: (url) => new WebSocket(url),
  fetch: (...request) => fetch(...request),
  setTimeout: (call, ms) => setTimeout(call, ms),
  clearTimeout: (id) => clearTimeout(id),
};
