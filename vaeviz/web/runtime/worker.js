/** The decoder once more, in a thread of its own: it makes strips and grids while the page makes the picture. */

import { Runner } from "./runner.js";

let runner = null;

self.onmessage = ({ data: { weights, kernel, id, z, c, n } }) => {
  if (weights) {
    runner = new Runner(weights, kernel);
    return;
  }
  try {
    const pixels = runner.run(z, c, n);
    self.postMessage({ id, pixels }, [pixels.buffer]);
  } catch (error) {
    self.postMessage({ id, error: error.message });
  }
};
