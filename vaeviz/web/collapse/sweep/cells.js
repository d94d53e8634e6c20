/** The cells' decoders: fetched around the one that is shown, each drawn once; its pictures are kept. */

import { unpack } from "../../core/packing.js";
import { Runner } from "../../runtime/runner.js";
import { whenIdle } from "../../core/dom.js";
import { around } from "./grid.js";

const AT_ONCE = 2; // requests under way
const NONE = new Float32Array(0);

/**
 * Keep cells of `grid`. `fetchCell(row, epoch)` gives the promise of a body, `kernel` is the decoder's compiled one or null.
 * `hear()` is called when the wanted cell has arrived, `fail(error)` when it could not be had.
 */
export function createCells(grid, fetchCell, kernel, { hear, fail }) {
  const held = new Map(); // name -> {body, mu, samples, images}, or {body} until it is drawn
  const asked = new Set();
  const refused = new Set();
  const painter = createPainter(kernel);
  let want = null;
  let open = true;
  const nameOf = ([row, epoch]) => `${row}/${epoch}`;

  function drawn(name) {
    const cell = held.get(name);
    if (!cell || cell.samples) return cell;
    const { mu } = unpack(cell.body).arrays;
    const { latent, shown } = grid;
    const codes = new Float32Array(shown.length * latent);
    shown.forEach((image, i) => codes.set(mu.subarray(image * latent, (image + 1) * latent), i * latent));
    const [samples, images] = [grid.samples, codes].map((z) => painter.draw(name, cell.body, z, z.length / latent));
    Object.assign(cell, { codes, samples, images });
    return cell;
  }

  /** Ask for what is missing, nearest first. */
  function ask() {
    if (!open || !want) return;
    const missing = around(...want, grid.rows, grid.epochs).filter(
      (place) => !held.has(nameOf(place)) && !asked.has(nameOf(place)) && !refused.has(nameOf(place)),
    );
    for (const place of missing.slice(0, Math.max(0, AT_ONCE - asked.size))) get(place);
  }

  async function get(place) {
    const name = nameOf(place);
    asked.add(name);
    try {
      held.set(name, { body: await fetchCell(...place) });
      if (!open) return;
      if (want && name === nameOf(want)) hear();
      else whenIdle(() => open && drawn(name));
    } catch (error) {
      refused.add(name);
      if (open && want && name === nameOf(want)) fail(error);
    } finally {
      asked.delete(name);
      ask();
    }
  }

  return {
    /** Say which cell is shown; what was refused is asked for again. */
    want(row, epoch) {
      want = [row, epoch];
      refused.clear();
      ask();
    },
    /** A cell's pictures and the codes of the images shown; null until it has arrived. */
    get: (row, epoch) => drawn(nameOf([row, epoch])) ?? null,
    /** Whether a cell has arrived. */
    has: (row, epoch) => held.has(nameOf([row, epoch])),
    /** The pictures of n codes under a cell that has arrived. */
    draw: (row, epoch, z, n) => painter.draw(nameOf([row, epoch]), held.get(nameOf([row, epoch])).body, z, n),
    close: () => (open = false),
  };
}

/** One decoder whose weights are exchanged: cells differ in nothing else. */
function createPainter(kernel) {
  let runner = null;
  let holds = "";
  return {
    draw(name, body, z, n) {
      if (!runner) runner = new Runner(body, kernel);
      else if (holds !== name) runner.take(body);
      holds = name;
      return runner.run(z, NONE, n);
    },
  };
}

/** The codes of a traversal: `code` with dimension `dim` at n places from -reach to reach. */
export function traversal(code, dim, n, reach) {
  const z = new Float32Array(n * code.length);
  for (let i = 0; i < n; i++) {
    z.set(code, i * code.length);
    z[i * code.length + dim] = -reach + (2 * reach * i) / (n - 1);
  }
  return z;
}
