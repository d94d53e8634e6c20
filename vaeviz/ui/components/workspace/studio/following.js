/** Pictures that follow z: at once where that is quick, else one batch at a time, and the newest of what has changed meanwhile after it. */

/**
 * Make `follow(state, columns)`; `drawn(pixels, {model, z, columns})` is called with the pictures of z in every column,
 * `waits(whether)` where some are on their way. It asks within the event that has moved z, and leaves a mark in the
 * browser's timeline once they are drawn.
 */
export function createFollowing(session, drawn, waits) {
  let busy = false;
  let asked = null; // {model, z, way, columns} of the last batch asked for, or on show
  let next = null;

  function follow({ model, z, way }, columns) {
    if (!columns.length) return;
    const wish = { model, z, way, columns, seq: session.seq }; // made another way, a pixel may differ by a level
    if (!busy && alike(wish, asked)) return;
    const [codes, conditions, n] = [repeated(z, columns.length), joined(columns), columns.length];
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
    const pixels = await session.many("studio", codes, conditions, wish.columns.length).catch(() => null); // the page says what is wrong with the line
    busy = false;
    if (asked === wish && pixels) finish(wish, pixels);
    else if (asked === wish) asked = null;
    const later = next;
    next = null;
    waits(false);
    if (later) follow(later, later.columns);
  }
  function finish(wish, pixels) {
    drawn(pixels, wish);
    performance.mark("vaeviz:strip", { detail: { seq: wish.seq } });
  }
  return follow;
}

function alike(one, other) {
  return ["model", "z", "way", "columns"].every((key) => one[key] === other?.[key]);
}

/** `z`, n times. */
export function repeated(z, n) {
  const out = new Float32Array(n * z.length);
  for (let i = 0; i < n; i++) out.set(z, i * z.length);
  return out;
}

/** The conditions of columns, one after the other. */
export function joined(columns) {
  return Float32Array.from(columns.flatMap(({ c }) => [...c]));
}
