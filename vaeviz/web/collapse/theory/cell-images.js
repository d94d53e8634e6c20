/** What the scrubber's runs make of the images shown: a cell's decoder is fetched and drawn when it is asked for. */

/** @import { CollapsePage } from "../../core/types.js" */
/** @import { Grid } from "../sweep/grid.js" */

import { fetchBody } from "../../core/loaded.js";
import { unpack } from "../../core/packing.js";
import { Runner } from "../../runtime/runner.js";

const NONE = new Float32Array(0);

/**
 * Keep the pictures of each row at the last epoch; `kernel` is the promise of the decoder's compiled one.
 * @param {CollapsePage} page
 * @param {Grid} grid
 * @param {Promise<WebAssembly.Module | null>} kernel
 */
export function createCellPictures(page, grid, kernel) {
  /** @type {Map<number, Promise<Uint8Array | null>>} */
  const known = new Map(); // row -> promise of bytes
  let open = true;
  /** @param {number} row */
  async function draw(row) {
    const [body, compiled] = await Promise.all([
      fetchBody(`${page.endpoints.sweep}/${row}/${grid.epochs}`, page.token, "This run's pictures"),
      kernel,
    ]);
    if (!open) return null;
    const { mu } = unpack(body).arrays;
    const z = new Float32Array(grid.shown.length * grid.latent);
    grid.shown.forEach((image, i) =>
      z.set(mu.subarray(image * grid.latent, (image + 1) * grid.latent), i * grid.latent),
    );
    return new Runner(body, compiled).run(z, NONE, grid.shown.length);
  }
  return {
    /** @param {number} row */
    images(row) {
      if (!known.has(row)) {
        const asked = draw(row);
        asked.catch(() => known.delete(row));
        known.set(row, asked);
      }
      return known.get(row);
    },
    close() {
      open = false;
    },
  };
}
