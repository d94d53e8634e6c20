/** The decoder once more, in a thread of its own: it makes strips and grids while the page makes the picture. */

import { Runner } from "./runner.js";

/** @type {Runner | null} */
let runner = null;
const page = /** @type {Worker} */ (/** @type {unknown} */ (self)); // the other end

self.onmessage = ({ data: { weights, kernel, id, z, c, n } }) => {
  if (weights) {
    runner = new Runner(weights, kernel);
    return;
  }
  try {
    const pixels = /** @type {Runner} */ (runner).run(z, c, n);
    page.postMessage({ id, pixels }, [pixels.buffer]);
  } catch (error) {
    page.postMessage({ id, error: /** @type {Error} */ (error).message });
  }
};
