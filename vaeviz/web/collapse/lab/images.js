/** What the model draws now: samples, originals over their reconstructions, and the traversal of one dimension. */

import { createImageRows } from "../../plot/images.js";
import { h, setText } from "../../core/dom.js";
import { fixed } from "../../core/format.js";

/** @import { CollapseStore, ImageShape } from "../../core/types.js" */
/** @import { LabState, Numbers } from "./run.js" */

const SAMPLES = 20;

/** Build the column; `store` has the dimension of the traversal. @param {CollapseStore} store */
export function createImages(store) {
  const samples = createImageRows({ test: "lab-samples", label: "Sample from the prior", across: 10 });
  const originals = createImageRows({ test: "lab-originals", label: "Original", across: 10 });
  const made = createImageRows({ test: "lab-reconstructions", label: "Reconstruction", across: 10 });
  const traversal = createImageRows({ test: "lab-traversal", label: "Traversal", across: 11 });
  const choice = createDimensionChoice(store);
  const note = h("span", { className: "note" }, "");
  const head = h("div", { className: "images-head" }, h("h3", {}, "Traversal of"), choice.node, note);
  /** @type {Record<string, any> | null} */
  let shown = null; // arrays that are drawn: images come less often than numbers
  return {
    node: h(
      "div",
      { className: "images" },
      h("section", {}, h("h3", {}, "Originals and reconstructions"), originals.node, made.node),
      h("section", {}, h("h3", {}, "Samples from the prior"), samples.node),
      h("section", {}, head, traversal.node),
    ),
    /** @param {LabState} state */
    draw({ now, arrays, shape }) {
      if (!now || !arrays || !shape) return;
      choice.draw(now);
      setText(note, `KL ${fixed(arrays.rate_per_dim[now.dim], 2)} nats`);
      if (isDrawn(shown, arrays)) return;
      shown = arrays;
      originals.set(arrays.originals, numberOf(arrays.originals, shape), shape);
      made.set(arrays.reconstructions, numberOf(arrays.reconstructions, shape), shape);
      samples.set(arrays.samples, Math.min(SAMPLES, numberOf(arrays.samples, shape)), shape);
      const values = arrays.traversal_values;
      traversal.set(arrays.traversal, values.length, shape, captions(values));
    },
    close() {
      for (const one of [samples, originals, made, traversal]) one.close();
    },
  };
}

/** @param {Uint8Array} bytes @param {ImageShape} shape */
const numberOf = (bytes, [channels, height, width]) => bytes.length / (channels * height * width);

/** @param {Record<string, any> | null} shown @param {Record<string, any>} arrays */
function isDrawn(shown, arrays) {
  return (
    shown !== null && ["samples", "reconstructions", "traversal"].every((name) => equal(shown[name], arrays[name]))
  );
}

/** @param {Uint8Array} one @param {Uint8Array} other */
function equal(one, other) {
  if (one.length !== other.length) return false;
  for (let i = 0; i < one.length; i++) if (one[i] !== other[i]) return false;
  return true;
}

/** Whole numbers are written under their images. @param {Float32Array} values */
function captions(values) {
  return Array.from(values, (value) => (Math.abs(value - Math.round(value)) < 0.01 ? fixed(value, 0) : ""));
}

/** The list of dimensions; that of the highest KL is followed until one is chosen. @param {CollapseStore} store */
function createDimensionChoice(store) {
  const list = h("select", { ariaLabel: "Dimension of the traversal", dataTestid: "lab-dim" });
  list.onchange = () => store.set({ lab_dim: Number(list.value) });
  let drawn = "";
  return {
    node: h("span", { dataControl: "lab_dim", dataLabel: "Dimension of the traversal" }, list),
    /** @param {Numbers} now */
    draw({ latent, dim }) {
      const { lab_dim: chosen } = store.get();
      const wanted = `${latent} ${dim} ${chosen}`;
      if (wanted === drawn) return;
      drawn = wanted;
      if (list.options.length !== latent + 1)
        list.replaceChildren(
          h("option", { value: -1 }),
          ...Array.from({ length: latent }, (_, j) => h("option", { value: j }, `z${j}`)),
        );
      setText(list.options[0], chosen < 0 ? `z${dim} (highest KL)` : "highest KL");
      list.value = String(chosen < latent ? chosen : -1);
    },
  };
}
