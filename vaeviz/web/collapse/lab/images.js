/** What the model draws now: samples, originals over reconstructions, and a walk along one dimension. */

import { createImageRows } from "../../plot/images.js";
import { h, setText } from "../../core/dom.js";
import { fixed } from "../../core/format.js";

const SAMPLES = 20;

/** Build the column; `store` keeps which dimension is walked along. */
export function createSights(run, store) {
  const samples = createImageRows({ test: "lab-samples", label: "Sample from the prior", across: 10 });
  const originals = createImageRows({ test: "lab-originals", label: "Original", across: 10 });
  const made = createImageRows({ test: "lab-reconstructions", label: "Reconstruction", across: 10 });
  const walk = createImageRows({ test: "lab-traversal", label: "Traversal", across: 11 });
  const which = createWhich(store);
  const note = h("span", { className: "note" }, "");
  let shown = null; // the arrays that stand there: pictures may come less often than figures
  return {
    node: h(
      "div",
      { className: "sights" },
      block("Originals and reconstructions", originals.node, made.node),
      block("Samples from the prior", samples.node),
      h("section", {}, h("div", { className: "sights-head" }, h("h3", {}, "Walk along"), which.node, note), walk.node),
    ),
    draw({ now, arrays, active, shape }) {
      which.draw(now, active);
      setText(note, active[now.dim] ? "active" : "collapsed");
      if (same(shown, arrays)) return;
      shown = arrays;
      originals.set(arrays.originals, count(arrays.originals, shape), shape);
      made.set(arrays.reconstructions, count(arrays.reconstructions, shape), shape);
      samples.set(arrays.samples, Math.min(SAMPLES, count(arrays.samples, shape)), shape);
      const values = arrays.traversal_values;
      walk.set(arrays.traversal, values.length, shape, captions(values));
    },
    close: () => [samples, originals, made, walk].forEach((one) => one.close()),
  };
}

const block = (title, ...nodes) => h("section", {}, h("h3", {}, title), ...nodes);
const count = (bytes, [channels, height, width]) => bytes.length / (channels * height * width);

function same(shown, arrays) {
  return (
    Boolean(shown) && ["samples", "reconstructions", "traversal"].every((name) => equal(shown[name], arrays[name]))
  );
}

function equal(one, other) {
  if (one.length !== other.length) return false;
  for (let i = 0; i < one.length; i++) if (one[i] !== other[i]) return false;
  return true;
}

/** Whole deviations are written under their pictures. */
function captions(values) {
  return Array.from(values, (value) => (Math.abs(value - Math.round(value)) < 0.01 ? fixed(value, 0) : ""));
}

/** The list of dimensions; the strongest is followed until one is chosen. */
function createWhich(store) {
  const list = h("select", { ariaLabel: "Dimension to walk along", dataTestid: "lab-dim" });
  list.onchange = () => store.set({ lab_dim: Number(list.value) });
  let told = "";
  return {
    node: h("span", { dataControl: "lab_dim", dataLabel: "dimension to walk along" }, list),
    draw({ latent, dim }) {
      const { lab_dim: chosen } = store.get();
      const now = `${latent} ${dim} ${chosen}`;
      if (now === told) return;
      told = now;
      if (list.options.length !== latent + 1)
        list.replaceChildren(
          h("option", { value: -1 }),
          ...Array.from({ length: latent }, (_, j) => h("option", { value: j }, `z${j}`)),
        );
      setText(list.options[0], chosen < 0 ? `z${dim}, the strongest` : "the strongest");
      list.value = String(chosen < latent ? chosen : -1);
    },
  };
}
