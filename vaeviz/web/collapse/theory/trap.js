/** The mean-or-sum trap: paste a loss, read the beta that it really has, and see on real runs what that does. */

/** @import { CollapsePage, Packed } from "../../core/types.js" */

import { loadKernel } from "../../runtime/page-decoder.js";
import { createGrid } from "../sweep/grid.js";
import { atNextFrame, h } from "../../core/dom.js";
import { createFrame } from "../parts/frame.js";
import { KEYS, betaOf, lossOf } from "./loss.js";
import { createForm } from "./trap-form.js";
import { createRead } from "./trap-read.js";
import { createCollapse } from "./trap-run.js";

/** @param {CollapsePage} page */
export function createTrap(page) {
  const kernel = loadKernel();
  return createFrame(page, {
    test: "trap",
    question: "Which beta does your loss really have?",
    names: ["losses", "sweep", "sigma", "linear"],
    build: (losses, sweep, sigma, linear) => build(page, kernel, losses, sweep, sigma, linear),
  });
}

/**
 * @param {CollapsePage} page
 * @param {Promise<WebAssembly.Module | null>} kernel
 * @param {Packed} losses
 * @param {Packed} sweep
 * @param {Packed} sigma
 * @param {Packed} linear
 */
function build(page, kernel, losses, sweep, sigma, linear) {
  const { store } = page;
  const form = createForm(page, losses.head.famous);
  const read = createRead(store);
  const collapse = createCollapse(page, {
    grid: createGrid(sweep),
    sigma,
    spectrum: linear.arrays["spectrum.mnist"] ?? null,
    kernel,
  });
  let shown = false;
  const draw = atNextFrame(() => shown && show());
  function show() {
    const { open } = form.reading.get();
    collapse.node.hidden = open;
    if (open) return read.clear(); // the controls hold another loss than the text
    const loss = lossOf(store.get());
    read.set(loss);
    collapse.set(loss);
    page.publish("trap.beta", Number(betaOf(loss).toPrecision(6)));
  }
  const stops = [store.watch(KEYS, draw), form.reading.watch(["open"], draw)];
  return {
    nodes: [h("div", { className: "trap" }, form.node, h("div", { className: "column" }, read.node, collapse.node))],
    show() {
      shown = true;
      draw();
    },
    hide() {
      shown = false;
    },
    close() {
      stops.forEach((stop) => stop());
      form.close();
      collapse.close();
    },
  };
}
