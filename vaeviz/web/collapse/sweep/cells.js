/** The cells' decoders: fetched around the one that is shown, each run once; its images are kept. */

/** @import { Grid } from "./grid.js" */

import { unpack } from "../../core/packing.js";
import { Runner } from "../../runtime/runner.js";
import { whenIdle } from "../../core/dom.js";
import { around } from "./grid.js";

const AT_ONCE = 2; // requests under way
const NONE = new Float32Array(0);

/** @typedef {[row: number, epoch: number]} Place */

/**
 * What a cell shows: the codes of the shown images, and as HWC bytes the samples and the reconstructions.
 * @typedef {{ codes: Float32Array; samples: Uint8Array; images: Uint8Array }} Decoded
 */

/**
 * Keep cells of `grid`.
 * @param {Grid} grid
 * @param {(row: number, epoch: number) => Promise<ArrayBuffer>} fetchCell
 * @param {WebAssembly.Module | null} kernel the decoder's compiled kernel
 * @param {object} listeners
 * @param {() => void} listeners.arrived called when the wanted cell has arrived
 * @param {(error: unknown) => void} listeners.fail called when it could not be fetched
 */
export function createCells(grid, fetchCell, kernel, { arrived, fail }) {
  /** @type {Map<string, { body: ArrayBuffer; decoded?: Decoded }>} */
  const held = new Map();
  const asked = new Set();
  const refused = new Set();
  const decoder = createDecoder(kernel);
  /** @type {Place | null} */
  let want = null;
  let open = true;
  const nameOf = (/** @type {Place} */ [row, epoch]) => `${row}/${epoch}`;

  /** @param {string} name */
  function decoded(name) {
    const cell = held.get(name);
    if (!cell || cell.decoded) return cell?.decoded;
    const { mu } = unpack(cell.body).arrays;
    const { latent, shown } = grid;
    const codes = new Float32Array(shown.length * latent);
    shown.forEach((image, i) => codes.set(mu.subarray(image * latent, (image + 1) * latent), i * latent));
    const [samples, images] = [grid.samples, codes].map((z) => decoder.run(name, cell.body, z, z.length / latent));
    cell.decoded = { codes, samples, images };
    return cell.decoded;
  }

  /** Fetch what is missing, nearest first. */
  function ask() {
    if (!open || !want) return;
    const missing = around(...want, grid.rows, grid.epochs).filter(
      (place) => !held.has(nameOf(place)) && !asked.has(nameOf(place)) && !refused.has(nameOf(place)),
    );
    for (const place of missing.slice(0, Math.max(0, AT_ONCE - asked.size))) get(place);
  }

  /** @param {Place} place */
  async function get(place) {
    const name = nameOf(place);
    asked.add(name);
    try {
      held.set(name, { body: await fetchCell(...place) });
      if (!open) return;
      if (want && name === nameOf(want)) arrived();
      else
        whenIdle(() => {
          if (open) decoded(name);
        });
    } catch (error) {
      refused.add(name);
      if (open && want && name === nameOf(want)) fail(error);
    } finally {
      asked.delete(name);
      ask();
    }
  }

  return {
    /**
     * Set the cell that is shown; what failed is fetched again.
     * @param {number} row @param {number} epoch
     */
    want(row, epoch) {
      want = [row, epoch];
      refused.clear();
      ask();
    },
    /**
     * What a cell shows; null until it has arrived.
     * @param {number} row @param {number} epoch
     */
    get: (row, epoch) => decoded(nameOf([row, epoch])) ?? null,
    /**
     * Whether a cell has arrived.
     * @param {number} row @param {number} epoch
     */
    has: (row, epoch) => held.has(nameOf([row, epoch])),
    /**
     * The images of n codes by a cell's decoder, as HWC bytes; an Error before it has arrived.
     * @param {number} row @param {number} epoch @param {Float32Array} z n codes @param {number} n
     */
    decode(row, epoch, z, n) {
      const name = nameOf([row, epoch]);
      const cell = held.get(name);
      if (!cell) throw new Error(`The cell ${name} has not arrived.`);
      return decoder.run(name, cell.body, z, n);
    },
    close() {
      open = false;
    },
  };
}

/**
 * One decoder whose weights are exchanged: cells differ in nothing else.
 * @param {WebAssembly.Module | null} kernel
 */
function createDecoder(kernel) {
  /** @type {Runner | null} */
  let runner = null;
  let loaded = ""; // the cell whose weights it has
  return {
    /** @param {string} name @param {ArrayBuffer} body @param {Float32Array} z n codes @param {number} n */
    run(name, body, z, n) {
      if (!runner) runner = new Runner(body, kernel);
      else if (loaded !== name) runner.take(body);
      loaded = name;
      return runner.run(z, NONE, n);
    },
  };
}

/**
 * The codes of a traversal: `code` with dimension `dim` at n values from -reach to reach.
 * @param {Float32Array} code
 * @param {number} dim
 * @param {number} n
 * @param {number} reach
 */
export function traversal(code, dim, n, reach) {
  const z = new Float32Array(n * code.length);
  for (let i = 0; i < n; i++) {
    z.set(code, i * code.length);
    z[i * code.length + dim] = -reach + (2 * reach * i) / (n - 1);
  }
  return z;
}
