/** Image files on their way to the encoder. */

import { BLANK, fitImage } from "../fitting/fit.js";
import { FileError, openImage } from "../fitting/open.js";

/** @import { Fit, ImageShape, PageStore } from "../core/types.js" */

/**
 * Make `upload(picture, condition, name)`: a file, or fits of a picture (fitting/fit.js), to be encoded under c or
 * another condition, and what to call it. `encode(fits, condition, name)` has it encoded, unless another model was
 * opened meanwhile.
 * @param {PageStore} store
 * @param {(fits: Fit[], condition: Float32Array, name: string) => void} encode
 */
export function createUpload(store, encode, open = openImage) {
  /** @type {string | null} */
  let said = null; // the notice of the last failure
  const fail = (/** @type {string} */ notice) => {
    said = notice;
    store.set({ notice, say: "" });
  };
  store.watch(["source"], ({ notice }) => {
    if (said !== null && notice === said) store.set({ notice: null });
    said = null;
  });

  /**
   * @param {File} file
   * @param {ImageShape} shape
   */
  async function fitsOf(file, shape) {
    store.set({ say: "Opening the image." });
    try {
      const fits = fitImage(await open(file), shape);
      return { fits, problem: fits.length ? null : BLANK };
    } catch (error) {
      if (!(error instanceof FileError)) throw error;
      return { fits: [], problem: error.message };
    }
  }
  return async (/** @type {File | Fit[]} */ picture, condition = store.get().c, name = "your image") => {
    const { model } = store.get();
    const { fits, problem } = Array.isArray(picture)
      ? { fits: picture, problem: null }
      : await fitsOf(picture, model.image_shape);
    if (store.get().model.digest !== model.digest) return;
    if (problem) fail(problem);
    else encode(fits, condition, name);
  };
}
