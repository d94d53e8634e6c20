/** Images that follow z: at once where that is fast, else one batch at a time, then one of the newest z. */

import { holdsPosition, zUnder } from "./columns.js";

/**
 * @import { Many, Model, State } from "../core/types.js"
 * @import { Column } from "./columns.js"
 * @typedef {Pick<State, "model" | "z" | "c" | "held" | "way">} Present
 * @typedef {{ model: Model, z: Float32Array, way: State["way"], columns: Column[], base: Float32Array | false,
 *   state: Present, seq: number }} Request
 * @typedef {{ readonly seq: number, many: Many,
 *   atOnce(z: Float32Array, c: Float32Array, n: number): Uint8Array | null }} Decoding
 */

/**
 * Make `follow(state, columns)`. `drawn` gets the images of z in every column, `waits` whether some are on their way. A
 * request is sent within the event that moved z; a mark in the browser's timeline says when it is drawn.
 * @param {Decoding} session
 * @param {(pixels: Uint8Array, request: Request) => void} drawn
 * @param {(waiting: boolean) => void} waits
 */
export function createFollowing(session, drawn, waits) {
  let busy = false;
  /** @type {Request | null} */
  let last = null; // the last batch requested, or shown
  /** @type {Request | null} */
  let next = null;

  function follow(/** @type {Present} */ state, /** @type {Column[]} */ columns) {
    if (!columns.length) return;
    const { model, z, way } = state; // `way`: decoded another way, a pixel may differ by a level
    /** @type {Request} */
    const request = { model, z, way, columns, base: holdsPosition(state) && state.c, state, seq: session.seq };
    if (!busy && isSame(request, last)) return;
    const [codes, conditions, n] = [codesOf(state, columns), joined(columns), columns.length];
    const pixels = session.atOnce(codes, conditions, n);
    if (pixels) {
      [last, next] = [request, null];
      finish(request, pixels);
    } else if (busy) next = request;
    else send(request, codes, conditions);
  }
  /** @param {Request} request @param {Float32Array} codes @param {Float32Array} conditions */
  async function send(request, codes, conditions) {
    busy = true;
    waits(true);
    last = request;
    const n = request.columns.length;
    const pixels = await session.many("conditions", codes, conditions, n).catch(() => null); // the status line says why
    busy = false;
    if (last === request && pixels) finish(request, pixels);
    else if (last === request) last = null;
    const later = next;
    next = null;
    waits(false);
    if (later) follow(later.state, later.columns);
  }
  function finish(/** @type {Request} */ request, /** @type {Uint8Array} */ pixels) {
    drawn(pixels, request);
    performance.mark("vaeviz:strip", { detail: { seq: request.seq } });
  }
  return follow;
}

/** @param {Request} one @param {Request | null} other */
function isSame(one, other) {
  const keys = /** @type {const} */ (["model", "z", "way", "columns", "base"]);
  return keys.every((key) => one[key] === other?.[key]);
}

/** The z of each column, one after the other. @param {Present} state @param {Column[]} columns */
function codesOf(state, columns) {
  const out = new Float32Array(columns.length * state.z.length);
  columns.forEach(({ c }, i) => out.set(zUnder(state, state.z, state.c, c), i * state.z.length));
  return out;
}

/** The conditions of columns, one after the other. @param {{ c: Float32Array }[]} columns */
export function joined(columns) {
  return Float32Array.from(columns.flatMap(({ c }) => [...c]));
}
