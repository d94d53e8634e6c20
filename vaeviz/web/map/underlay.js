/** The pictures under the prior's plane: what the model decodes at the midpoints of equal prior mass. */

import { priorAt } from "../latents/gaussian.js";
import { repeated } from "../latents/place.js";
import { paint } from "../core/paint.js";
import { afterFrame, button, h, press } from "../core/dom.js";
import { MANIFOLD, SIDE, dimsOf, manifoldGrid } from "./manifold.js";

/** Put side x side images (rows of HWC bytes, one after the other) into one image, row by row. */
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

/** Keep the store's `underlay` what the open model decodes under c, while the prior's plane is shown. */
export function watchUnderlay(store, many, schedule = afterFrame) {
  let shown = null; // {model, c} of the underlay
  const renew = schedule(async () => {
    const { model, c, codes, map } = store.get();
    if (!codes || map !== MANIFOLD || codes.latent !== 2 || (shown?.model === model && shown.c === c)) return;
    shown = { model, c };
    try {
      const pixels = await many(
        "manifold",
        manifoldGrid(SIDE, priorAt(model, c), dimsOf(codes)),
        repeated(c, SIDE * SIDE),
        SIDE * SIDE,
      );
      if (pixels && store.get().model === model) store.set({ underlay: drawn(pixels, model.image_shape) });
    } catch (error) {
      shown = null;
      store.set({ say: `The pictures of the prior's plane could not be decoded: ${error.message}` });
    }
  });
  store.watch(["model"], () => {
    shown = null;
    store.set({ underlay: null });
  });
  store.watch(["map", "c", "model", "codes"], renew);
}

function drawn(pixels, [channels, height, width]) {
  const canvas = document.createElement("canvas");
  paint(canvas, mosaic(pixels, [channels, height, width], SIDE), [channels, SIDE * height, SIDE * width]);
  return { map: MANIFOLD, canvas, extent: [0, 1, 0, 1] };
}

/** Build the way to the prior's plane, for models of two dimensions: a button, and one that takes the points away. */
export function createPlaneSwitch(store, many) {
  watchUnderlay(store, many);
  const open = button(
    "manifold",
    "map-manifold",
    "The prior's plane: what is decoded at equal steps of prior mass",
    () => store.set({ map: MANIFOLD, say: "The prior's plane." }),
  );
  const points = button("points", "map-points", "Draw the codes over the pictures", () =>
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
