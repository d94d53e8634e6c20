/** The half of a part that belongs to one of the two models. */

import { h } from "../core/dom.js";

/**
 * @import { Many, PageStore } from "../core/types.js"
 * @typedef {{ probe_accuracy: number | null, probe_chance: number | null, rate: number, distortion: number,
 *   images: number, dataset: string, split: string, binarised: boolean }} Figures those of `evaluate`; rate and
 *   distortion in nats per image
 * @typedef {{ figures: Figures | null, problem: string, evaluate: string, encode: string, fetch: string }} Found
 *   what was measured of a model, why not, and the commands that measure it, make its codes and fetch its data set
 * @typedef {{ page: PageStore, store: PageStore, k: number, many: Many, found(): Found }} Side one of the two models:
 *   the page's state, its own, 0 or 1
 */

export const KINDS = ["VAE", "CVAE"]; // left, right

/** Build it; it names its model where the two are not side by side. @param {Side} side @param {Node[]} children */
export function paneOf({ k }, ...children) {
  return h("div", { className: "pane", role: "group", ariaLabel: KINDS[k], dataKind: KINDS[k] }, ...children);
}
