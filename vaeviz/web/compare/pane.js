/** The half of a part that belongs to one of the two models. */

import { h } from "../core/dom.js";

export const KINDS = ["VAE", "CVAE"]; // left, right

/** Build it; it says whose it is where the two do not stand side by side. */
export function paneOf({ k }, ...children) {
  return h("div", { className: "pane", role: "group", ariaLabel: KINDS[k], dataKind: KINDS[k] }, ...children);
}
