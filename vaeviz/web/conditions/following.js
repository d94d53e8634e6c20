/** Pictures that follow z: at once where that is quick, else one batch at a time, and the newest of what has changed meanwhile after it. */

import { holdsPlace, zUnder } from "./columns.js";

/**
 * Make `follow(state, columns)`; `drawn(pixels, {model, z, columns})` is called with the pictures of z in every column,
 * `waits(whether)` where some are on their way. It asks within the event that has moved z, and leaves a mark in the
 * browser's timeline once they are drawn.
 */
export function createFollowing(session, drawn, waits) {
  let busy = false;
  let asked = null; // {model, z, way, columns, base} of the last batch asked for, or on show
  let next = null;

  function follow(state, columns) {
    if (!columns.length) return;
    const { model, z, way } = state;
    const wish = { model, z, way, columns, base: holdsPlace(state) && state.c, state, seq: session.seq }; // made another way, a pixel may differ by a level
    if (!busy && alike(wish, asked)) return;
    const [codes, conditions, n] = [codesOf(state, columns), joined(columns), columns.length];
    const pixels = session.atOnce(codes, conditions, n);
    if (pixels) {
      [asked, next] = [wish, null];
      finish(wish, pixels);
    } else if (busy) next = wish;
    else ask(wish, codes, conditions);
  }
  async function ask(wish, codes, conditions) {
    busy = true;
    waits(true);
    asked = wish;
    const pixels = await session.many("conditions", codes, conditions, wish.columns.length).catch(() => null); // the page says what is wrong with the line
    busy = false;
    if (asked === wish && pixels) finish(wish, pixels);
    else if (asked === wish) asked = null;
    const later = next;
    next = null;
    waits(false);
    if (later) follow(later.state, later.columns);
  }
  function finish(wish, pixels) {
    drawn(pixels, wish);
    performance.mark("vaeviz:strip", { detail: { seq: wish.seq } });
  }
  return follow;
}

function alike(one, other) {
  return ["model", "z", "way", "columns", "base"].every((key) => one[key] === other?.[key]);
}

/** The z of each column, one after the other. */
function codesOf(state, columns) {
  const out = new Float32Array(columns.length * state.z.length);
  columns.forEach(({ c }, i) => out.set(zUnder(state, state.z, state.c, c), i * state.z.length));
  return out;
}

/** The conditions of columns, one after the other. */
export function joined(columns) {
  return Float32Array.from(columns.flatMap(({ c }) => [...c]));
}
