/** Pictures that follow z: one batch on its way at a time, and of what has changed meanwhile the newest after it. */

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
    if (busy) next = wish;
    else if (!alike(wish, asked)) ask(wish);
  }
  async function ask(wish) {
    busy = true;
    waits(true);
    asked = wish;
    const n = wish.columns.length;
    const pixels = await session.many("studio", repeated(wish.z, n), joined(wish.columns), n).catch(() => null); // the page says what is wrong with the line
    busy = false;
    if (pixels) {
      drawn(pixels, wish);
      performance.mark("vaeviz:strip", { detail: { seq: wish.seq } });
    } else asked = null;
    const later = next;
    next = null;
    if (later && !alike(later, asked)) ask(later);
    else waits(false);
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
