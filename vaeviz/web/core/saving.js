/** Files that the page itself makes. */

import { h } from "./dom.js";

const KEPT_MS = 10_000; // until the browser has taken the file

/**
 * Have the browser save `file` under `name`.
 * @param {Blob} file
 * @param {string} name
 */
export function saveAs(file, name) {
  const address = URL.createObjectURL(file);
  h("a", { href: address, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(address), KEPT_MS);
}
