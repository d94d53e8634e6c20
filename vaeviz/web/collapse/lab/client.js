/**
 * The page's end of a laboratory's socket: one run at a time, in a worker of its own. Frames are acknowledged once they
 * are painted, so that the worker sends no more than the page can show; the hand's moves go out once an animation frame.
 */

import { unpack } from "../../core/packing.js";

const FIRST_PAUSE_MS = 250;
const LONGEST_PAUSE_MS = 8000;
const REFUSED = 1008; // close codes of RFC 6455: not allowed
const BUSY = 1013; // try again later
const PATIENT = 3; // tries to connect before the page says that nobody answers

const SILENT = "The server does not answer; trying again.";
const LOST = "The connection was lost, and with it this run.";
const FULL = "All laboratories are taken; try again in a minute.";
const OVER = "This session has ended; reload the page.";
const UNREADABLE = "The server sent a message that cannot be read.";

/**
 * Make a laboratory; nothing is opened before the first `begin`, and each line with the page's token of that moment: a
 * server that was restarted knows no older one. `hear.frame({head, arrays})` hears the newest frame of the
 * present run, inside an animation frame; `hear.state(state, text)` hears connecting, waiting (in line), starting, ready,
 * ended (the time limit), lost (the line, and the run with it), full, refused (reload the page), closed;
 * `hear.error(text, begun)` what the server does not want, and whether there is a run all the same: there is none where its
 * begin was refused. After ended, lost and full another `begin` starts again.
 */
export function openLab({ page, hear }, env = browser) {
  const lab = new Laboratory(() => env.address(page.endpoints.lab, page.token), hear, env);
  return {
    /** Start a fresh run, paused; a run before it is gone. */
    begin: (kind, settings) => lab.begin({ op: "begin", kind, settings }),
    /** Change settings of the run as it goes; those of one animation frame go out together. */
    move: (settings) => lab.later("move", { settings }),
    /** Say what the frames are to show; the kind's own wishes. */
    look: (wish) => lab.later("look", wish),
    play: () => lab.send({ op: "play" }),
    pause: () => lab.send({ op: "pause" }),
    step: (steps = 1) => lab.send({ op: "step", steps }),
    /** Bound the speed; null is as fast as it goes. */
    pace: (stepsPerSecond) => lab.send({ op: "pace", steps_per_second: stepsPerSecond }),
    close: () => lab.close(),
  };
}

class Laboratory {
  #address;
  #hear;
  #env;
  #socket = null;
  #state = "closed";
  #queue = []; // what is to be sent once the line is open; its first is a begin
  #moved = {}; // {settings} and wishes that go out with the next animation frame
  #frame = null; // the newest that was not yet shown
  #drawing = false;
  #runs = 0; // asked for on this line, refused ones too, as the worker counts: frames and errors say which one they are of
  #alive = false; // something of this run was heard
  #tries = 0;
  #retry = null;

  constructor(address, hear, env) {
    [this.#address, this.#hear, this.#env] = [address, hear, env];
  }

  begin(request) {
    this.#moved = {};
    this.#queue = [request];
    this.#alive = false;
    this.#env.clearTimeout(this.#retry);
    if (!this.#socket) this.#connect();
    else this.#flush();
  }

  /** Let what was moved go out first: the server takes things in the order of the hand. */
  send(request) {
    this.#release();
    this.#queue.push(request);
    this.#flush();
  }

  later(op, fields) {
    const settings = op === "move" ? { ...this.#moved.move?.settings, ...fields.settings } : undefined;
    this.#moved[op] = { ...this.#moved[op], ...fields, ...(settings && { settings }) };
    this.#soon();
  }

  close() {
    this.#env.clearTimeout(this.#retry);
    const socket = this.#socket;
    this.#socket = null;
    this.#frame = null;
    this.#queue = [];
    socket?.close();
    this.#say("closed", "");
  }

  #connect() {
    this.#say("connecting", this.#tries >= PATIENT ? SILENT : "");
    this.#runs = 0;
    const socket = this.#env.open(this.#address());
    socket.binaryType = "arraybuffer";
    this.#socket = socket;
    const heard = (hear) => (event) => socket === this.#socket && hear(event);
    socket.onopen = heard(() => this.#flush());
    socket.onmessage = heard(({ data }) => (typeof data === "string" ? this.#told(data) : this.#take(data)));
    socket.onclose = heard((event) => this.#ended(event));
    socket.onerror = () => {}; // a close event always follows
  }

  #flush() {
    if (this.#socket?.readyState !== 1) return;
    for (const request of this.#queue.splice(0)) {
      if (request.op === "begin") this.#runs++;
      this.#socket.send(JSON.stringify(request));
    }
  }

  #release() {
    const { move, look } = this.#moved;
    this.#moved = {};
    if (move) this.#queue.push({ op: "move", ...move });
    if (look) this.#queue.push({ op: "look", ...look });
  }

  #told(text) {
    const { state, text: words = "", error, run = this.#runs, begun = true } = parse(text);
    if (error !== undefined) return run === this.#runs && this.#hear.error(error, begun);
    this.#tries = 0;
    this.#alive ||= state === "ready";
    this.#say(state, words);
  }

  #take(buffer) {
    try {
      this.#frame = unpack(buffer);
    } catch (error) {
      return this.#hear.error(error.message);
    }
    this.#alive = true;
    this.#soon();
  }

  /** At the next animation frame: show what came, send what was moved. */
  #soon() {
    if (this.#drawing) return;
    this.#drawing = true;
    this.#env.frame(() => {
      this.#drawing = false;
      this.#show();
      this.#release();
      this.#flush();
    });
  }

  #show() {
    const frame = this.#frame;
    this.#frame = null;
    if (!frame) return;
    if (frame.head.run === this.#runs) this.#hear.frame(frame);
    this.#queue.push({ op: "seen", frame: frame.head.frame });
  }

  #ended({ code, reason }) {
    this.#socket = null;
    this.#frame = null;
    if (code === REFUSED) return this.#say("refused", reason || OVER);
    if (code === BUSY) return this.#say("full", reason || FULL);
    if (this.#state === "ended") return;
    if (this.#alive || !this.#queue.length) return this.#say("lost", LOST);
    const pause = Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** this.#tries++);
    this.#retry = this.#env.setTimeout(() => this.#connect(), pause);
  }

  #say(state, text) {
    this.#state = state;
    this.#hear.state(state, text);
  }
}

function parse(text) {
  try {
    const { state, text: words, error, run, begun } = JSON.parse(text);
    if (error !== undefined) return { error: String(error), run, begun };
    return state === undefined ? { error: UNREADABLE } : { state: String(state), text: words };
  } catch {
    return { error: UNREADABLE };
  }
}

const browser = {
  address: (endpoint, token) =>
    `${location.origin.replace(/^http/, "ws")}${endpoint}?token=${encodeURIComponent(token)}`,
  open: (url) => new WebSocket(url),
  frame: (draw) => requestAnimationFrame(draw),
  setTimeout: (call, ms) => setTimeout(call, ms),
  clearTimeout: (id) => clearTimeout(id),
};
