/** The cell's images: samples from the prior, test images over their reconstructions, and a latent traversal. */

/** @import { Decoded } from "./cells.js" */
/** @import { Cell, Grid } from "./grid.js" */
/** @typedef {(z: Float32Array, n: number) => Uint8Array} Decode images of n codes, as HWC bytes */

import { createImageRows } from "../../plot/images.js";
import { button, h, setText } from "../../core/dom.js";
import { fixed } from "../../core/format.js";
import { messageOf } from "../../core/refusal.js";
import { traversal } from "./cells.js";
import { rateText } from "./figures.js";

const [ACROSS, REACH, LATE_MS] = [10, 3, 150]; // images per row, range of a traversal in SDs, until old images fade

/**
 * Make the three.
 * @param {Grid} grid
 * @param {{ image: (i: number) => void; dim: (j: number) => void }} pick called at a choice
 * @param {() => void} retry called to fetch a cell again
 */
export function createStrips(grid, pick, retry) {
  const names = Array.from(grid.shown, (image) => grid.class_names[grid.labels[image]]);
  const samples = createImageRows({ test: "sweep-samples", label: "Samples", across: ACROSS });
  const originals = createImageRows({
    test: "sweep-originals",
    label: "Test images",
    across: ACROSS,
    onpick: pick.image,
  });
  const images = createImageRows({ test: "sweep-images", label: "Reconstructions", across: ACROSS });
  const moved = createTraversal(grid, pick.dim, names);
  originals.set(grid.originals, names.length, grid.image);
  const reason = h("p");
  const again = button("Try again", "sweep-again", null, retry);
  const trouble = h("div", { className: "missing", hidden: true, role: "alert" }, reason, again);
  const fades = h(
    "div",
    { className: "fades" },
    block("Samples from the prior, the same z in every run", samples.node),
    block("Test images, and their reconstructions below", originals.node, images.node),
    moved.node,
  );
  let timer = 0;
  return {
    node: h("div", { className: "strips" }, trouble, fades),
    /**
     * Show a cell's images; without a cell the old ones stay, and fade after a while.
     * @param {Decoded | null} decoded
     * @param {Cell} cell
     * @param {number} dim
     * @param {number} image
     * @param {Decode} decode
     */
    set(decoded, cell, dim, image, decode) {
      clearTimeout(timer);
      trouble.hidden = true;
      fades.setAttribute("aria-busy", String(!decoded));
      if (!decoded) {
        timer = setTimeout(() => fades.classList.add("late"), LATE_MS);
        return;
      }
      fades.classList.remove("late");
      samples.set(decoded.samples, grid.samples.length / grid.latent, grid.image);
      images.set(decoded.images, names.length, grid.image);
      originals.mark(image);
      moved.set(decoded, cell, dim, image, decode);
    },
    /** @param {unknown} error */
    refuse(error) {
      clearTimeout(timer);
      fades.classList.add("late");
      setText(reason, messageOf(error));
      trouble.hidden = false;
    },
    close: () => clearTimeout(timer),
  };
}

/** @param {string} title @param {...HTMLElement} nodes */
function block(title, ...nodes) {
  return h("section", {}, h("h3", {}, title), ...nodes);
}

/**
 * A traversal of one dimension of one image's code, all others held.
 * @param {Grid} grid
 * @param {(j: number) => void} pick
 * @param {string[]} names classes of the images
 */
function createTraversal({ latent, image: shape }, pick, names) {
  const images = createImageRows({ test: "sweep-traversal", label: "Traversal", across: ACROSS });
  const title = h("h3");
  const note = h("p", { className: "note", dataTestid: "sweep-dim-note" });
  let now = 0;
  const by = (/** @type {number} */ step) => () => pick((now + step + latent) % latent);
  const steps = h(
    "span",
    { className: "group" },
    button("\u2039", "sweep-dim-less", "Previous dimension", by(-1), { ariaLabel: "Previous dimension" }),
    button("\u203a", "sweep-dim-more", "Next dimension", by(1), { ariaLabel: "Next dimension" }),
  );
  const captions = Array.from({ length: ACROSS }, (_, i) => fixed(-REACH + (2 * REACH * i) / (ACROSS - 1), 1));
  return {
    node: h(
      "section",
      { dataControl: "sweep_dim", dataLabel: "Dimension" },
      h("div", { className: "control-head" }, title, steps),
      images.node,
      note,
    ),
    /** @param {Decoded} decoded @param {Cell} cell @param {number} dim @param {number} image @param {Decode} decode */
    set({ codes }, { isActive, rate }, dim, image, decode) {
      now = dim;
      setText(title, `Traversal of dimension ${dim} from the code of the ${names[image]}`);
      const code = codes.subarray(image * latent, (image + 1) * latent);
      images.set(decode(traversal(code, dim, ACROSS, REACH), ACROSS), ACROSS, shape, captions);
      setText(
        note,
        `${isActive[dim] ? "Active" : "Collapsed: no image changes with it"}. Rate ${rateText(rate[dim])} nats.`,
      );
    },
  };
}
