/** Input, reconstruction and their difference, of an image that was encoded here. */

/** @import { PageStore } from "../core/types.js" */

import { h, setText } from "../core/dom.js";
import { distortionText, isFar } from "./distortion.js";
import { difference, paint } from "../core/paint.js";

/**
 * Build the three thumbnails; hidden until something was encoded.
 * @param {PageStore} store
 */
export function createThumbs(store) {
  const [input, reconstruction, gap] = ["input", "reconstruction", "difference"].map((name) =>
    h("canvas", { className: "crisp", role: "img", ariaLabel: name, dataTestid: `thumb-${name}` }),
  );
  const distortion = h("p", { className: "hint" });
  /** @param {HTMLCanvasElement} canvas @param {string} text @param {string} title */
  const figure = (canvas, text, title) => h("figure", { title }, canvas, h("figcaption", {}, text));
  const row = h(
    "div",
    { className: "thumbs" },
    figure(input, "Input", "The encoder's input"),
    figure(reconstruction, "Reconstruction", "Reconstruction: the decoded posterior mean"),
    figure(gap, "Difference", "Orange: brighter in the input; blue: brighter in the reconstruction"),
  );
  const node = h("div", { className: "encoded" }, row, distortion);
  store.watch(["images"], ({ images, model }) => {
    node.hidden = !images;
    if (!images) return;
    const [channels, height, width] = model.image_shape;
    paint(input, images.input, model.image_shape);
    paint(reconstruction, images.reconstruction, model.image_shape);
    paint(gap, difference(images.input, images.reconstruction, channels), [3, height, width]);
    setText(distortion, [images.encodedAs, images.how, distortionText(images, model)].filter(Boolean).join(", "));
    distortion.classList.toggle("far", isFar(images, model));
  });
  return node;
}
