/** The images under the prior's plane: what the model decodes at the midpoints of equal prior mass. */

import { priorAt } from "../latents/gaussian.js";
import { repeated } from "../latents/place.js";
import { paint } from "../core/paint.js";
import { messageOf } from "../core/refusal.js";
import { afterFrame, button, h, press } from "../core/dom.js";
import { MANIFOLD, SIDE, dimsOf, manifoldGrid } from "./manifold.js";

/** @import { ImageShape, Many, PageStore, State } from "../core/types.js" */

/**
 * Put side x side images (rows of HWC bytes, one after the other) into one image, row by row.
 * @type {(pixels: Uint8Array, shape: ImageShape, side: number) => Uint8Array}
 */
export function mosaic(pixels, [channels, height, width], side) {
  const line = width * channels;
  const out = new Uint8Array(pixels.length);
  for (let image = 0; image < side * side; image++) {
    const [row, column] = [Math.floor(image / side), image % side];
    for (let y = 0; y < height; y++) {
      const from = (image * height + y) * line;
      out.set(pixels.subarray(from, from + line), ((row * height + y) * side + column) * line);
    }
  }
  return out;
}

/**
 * Keep the store's `underlay` what the open model decodes under c, while the prior's plane is shown.
 * @type {(store: PageStore, many: Many, schedule?: (work: () => void) => () => void) => void}
 */
export function watchUnderlay(store, many, schedule = afterFrame) {
  /** @type {Pick<State, "model" | "c"> | null} */
  let shown = null; // of the underlay
  const n = SIDE * SIDE;
  const renew = schedule(async () => {
    const { model, c, codes, map } = store.get();
    if (!codes || map !== MANIFOLD || codes.latent !== 2 || (shown?.model === model && shown.c === c)) return;
    shown = { model, c };
    try {
      const pixels = await many("manifold", manifoldGrid(SIDE, priorAt(model, c), dimsOf(codes)), repeated(c, n), n);
      if (pixels && store.get().model === model) store.set({ underlay: imageOf(pixels, model.image_shape) });
    } catch (error) {
      shown = null;
      store.set({ say: `The images of the prior's plane could not be decoded: ${messageOf(error)}` });
    }
  });
  store.watch(["model"], () => {
    shown = null;
    store.set({ underlay: null });
  });
  store.watch(["map", "c", "model", "codes"], renew);
}

/** @type {(pixels: Uint8Array, shape: ImageShape) => State["underlay"]} */
function imageOf(pixels, [channels, height, width]) {
  const canvas = document.createElement("canvas");
  paint(canvas, mosaic(pixels, [channels, height, width], SIDE), [channels, SIDE * height, SIDE * width]);
  return { map: MANIFOLD, canvas, extent: [0, 1, 0, 1] };
}

/**
 * Build the switch to the prior's plane, for models of two dimensions, and the one that shows or hides the points.
 * @type {(store: PageStore, many: Many) => HTMLDivElement}
 */
export function createPlaneSwitch(store, many) {
  watchUnderlay(store, many);
  const title = "The prior's plane: what is decoded at equal steps of prior mass";
  const show = () => store.set({ map: MANIFOLD, say: "Map: the prior's plane." });
  const open = button("manifold", "map-manifold", title, show);
  const points = button("points", "map-points", "Draw the codes over the images", () =>
    store.set({ points: !store.get().points }),
  );
  const node = h("div", { className: "pairs" }, open, points);
  store.watch(["codes", "map", "points"], ({ codes, map, points: drawn }) => {
    node.hidden = codes?.latent !== 2;
    points.hidden = map !== MANIFOLD;
    press(open, map === MANIFOLD);
    press(points, drawn);
  });
  return node;
}
