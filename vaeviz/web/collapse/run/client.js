/**
 * The page's end of the connection to a worker that runs one experiment at a time. A frame is acknowledged once it is
 * drawn, so that the worker sends no more than the page can show; moves go out once per animation frame.
 */

import { BUSY, Connection, REFUSED, browserTimers } from "../../core/connection.js";
import { unpack } from "../../core/packing.js";

/** @import { CollapsePage, Packed, Settings } from "../../core/types.js" */
/** @import { Timers } from "../../core/connection.js" */

/**
 * State of the connection: waiting (in the queue), ended (by a time limit), lost (and the run with it), full (no worker
 * is free), refused (reload the page). After ended, lost and full, `begin` starts again.
 * @typedef {"connecting" | "waiting" | "starting" | "ready" | "ended" | "lost" | "full" | "refused" | "closed"} Phase
 */

/**
 * @typedef {object} RunListeners
 * @property {(frame: Packed) => void} frame - the newest of the present run, inside an animation frame
 * @property {(phase: Phase, text: string) => void} phase - the text is the server's, if it sends one
 * @property {(text: string, begun: boolean) => void} error - what the server refuses, and whether there is a run
 */

/**
 * What the browser gives, or a test.
 * @typedef {object} Browser
 * @property {(path: string, token: string) => string} address
 * @property {(url: string) => WebSocket} open
 * @property {(draw: () => void) => void} frame
 */
/** @typedef {Timers & Browser} ClientEnv */

const PATIENT = 3; // failures to connect before the page reports them

const SILENT = "The server does not answer; trying again.";
const LOST = "The connection was lost, and the run with it.";
const FULL = "All workers are in use; try again in a minute.";
const OVER = "This session has ended; reload the page.";
const UNREADABLE = "The server sent a message that cannot be read.";

const LIVE = new Set(["connecting", "waiting", "starting", "ready"]);

/** Whether a run goes on, or is about to. @param {string} phase */
export const isLive = (phase) => LIVE.has(phase);

/** @type {ClientEnv} */
const browser = {
  ...browserTimers,
  address: (path, token) => `${location.origin.replace(/^http/, "ws")}${path}?token=${encodeURIComponent(token)}`,
  open: (url) => new WebSocket(url),
  frame: (draw) => requestAnimationFrame(draw),
};

/**
 * Nothing is opened before the first `begin`; each connection has the page's token of its moment, as a restarted server
 * knows no older one.
 */
export class RunClient {
  #on;
  #env;
  #connection;
  /** @type {Phase} */
  #phase = "closed";
  /** @type {Record<string, any>[]} */
  #queue = []; // what is sent once the connection is open; the first is a begin
  /** @type {{ move?: { settings: Settings }, look?: Settings }} */
  #moved = {}; // goes out with the next animation frame
  /** @type {Packed | null} */
  #frame = null; // the newest that is not yet drawn
  #scheduled = false;
  #runs = 0; // begun on this connection, refused ones too, as the worker counts: frames and errors name their run
  #answered = false; // whether the worker sent something of this run

  /** @param {CollapsePage} page @param {RunListeners} on @param {ClientEnv} [env] */
  constructor(page, on, env = browser) {
    this.#on = on;
    this.#env = env;
    this.#connection = new Connection(
      () => env.open(env.address(page.endpoints.lab, page.token)),
      {
        connecting: (failures) => {
          this.#runs = 0;
          this.#enter("connecting", failures >= PATIENT ? SILENT : "");
        },
        opened: () => this.#flush(),
        received: (data) => (typeof data === "string" ? this.#takeMessage(data) : this.#takeFrame(data)),
        lost: (event) => this.#end(event),
      },
      env,
    );
  }

  /** Begin a fresh run, paused; the run before it is gone. @param {string} kind @param {Settings} settings */
  begin(kind, settings) {
    this.#moved = {};
    this.#queue = [{ op: "begin", kind, settings }];
    this.#answered = false;
    if (this.#connection.socket) this.#flush();
    else this.#connection.connect();
  }

  /** Change settings of the run; those of one animation frame go out together. @param {Settings} settings */
  move(settings) {
    this.#moved.move = { settings: { ...this.#moved.move?.settings, ...settings } };
    this.#schedule();
  }

  /** Choose what the frames show, as the kind of experiment defines it. @param {Settings} wish */
  look(wish) {
    this.#moved.look = { ...this.#moved.look, ...wish };
    this.#schedule();
  }

  play() {
    this.#send({ op: "play" });
  }

  pause() {
    this.#send({ op: "pause" });
  }

  /** @param {number} steps */
  step(steps) {
    this.#send({ op: "step", steps });
  }

  /** Bound the speed, in steps per second; null: no bound. @param {number | null} speed */
  pace(speed) {
    this.#send({ op: "pace", steps_per_second: speed });
  }

  close() {
    this.#connection.close();
    this.#frame = null;
    this.#queue = [];
    this.#enter("closed", "");
  }

  /**
   * Moves go out first: the server takes operations in the order of the page.
   * @param {Record<string, any>} operation
   */
  #send(operation) {
    this.#release();
    this.#queue.push(operation);
    this.#flush();
  }

  #release() {
    const { move, look } = this.#moved;
    this.#moved = {};
    if (move) this.#queue.push({ op: "move", ...move });
    if (look) this.#queue.push({ op: "look", ...look });
  }

  #flush() {
    if (!this.#connection.open) return;
    for (const operation of this.#queue.splice(0)) {
      if (operation.op === "begin") this.#runs++;
      this.#connection.send(JSON.stringify(operation));
    }
  }

  /** At the next animation frame: draw what came, send what was moved. */
  #schedule() {
    if (this.#scheduled) return;
    this.#scheduled = true;
    this.#env.frame(() => {
      this.#scheduled = false;
      this.#draw();
      this.#release();
      this.#flush();
    });
  }

  #draw() {
    const frame = this.#frame;
    this.#frame = null;
    if (!frame) return;
    if (frame.head.run === this.#runs) this.#on.frame(frame);
    this.#queue.push({ op: "seen", frame: frame.head.frame });
  }

  /** @param {string} text */
  #takeMessage(text) {
    const { state, text: words = "", error, run = this.#runs, begun = true } = parse(text);
    if (error !== undefined) {
      if (run === this.#runs) this.#on.error(error, begun);
      return;
    }
    this.#connection.recovered();
    this.#answered ||= state === "ready";
    this.#enter(state, words);
  }

  /** @param {ArrayBuffer} buffer */
  #takeFrame(buffer) {
    try {
      this.#frame = unpack(buffer);
    } catch {
      this.#on.error(UNREADABLE, true);
      return;
    }
    this.#answered = true;
    this.#schedule();
  }

  /** @param {{ code: number, reason: string }} event */
  #end({ code, reason }) {
    this.#frame = null;
    if (code === REFUSED) this.#enter("refused", reason || OVER);
    else if (code === BUSY) this.#enter("full", reason || FULL);
    else if (this.#phase === "ended") return;
    else if (this.#answered || !this.#queue.length) this.#enter("lost", LOST);
    else this.#connection.retry();
  }

  /** @param {Phase} phase @param {string} text */
  #enter(phase, text) {
    this.#phase = phase;
    this.#on.phase(phase, text);
  }
}

/** @param {string} text */
function parse(text) {
  try {
    const { state, text: words, error, run, begun } = JSON.parse(text);
    if (error !== undefined) return { error: String(error), run, begun };
    return state === undefined ? { error: UNREADABLE } : { state, text: words };
  } catch {
    return { error: UNREADABLE };
  }
}
