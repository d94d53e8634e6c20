/** The scrubber: one model trained at nine values of beta, shown after every epoch; two sliders move everything. */

/** @import { CollapsePage } from "../../core/types.js" */
/** @import { Cell, Grid } from "./grid.js" */

import { createLoaded, fetchBody } from "../../core/loaded.js";
import { loadKernel } from "../../runtime/page-decoder.js";
import { h } from "../../core/dom.js";
import { createCells } from "./cells.js";
import { createControls } from "./controls.js";
import { createBars, createNumbers } from "./figures.js";
import { createGrid, dimensionOf } from "./grid.js";
import { createMap } from "./map.js";
import { createPlane } from "./plane.js";
import { createStrips } from "./strips.js";

const KEYS = ["sweep_beta", "sweep_epoch", "sweep_dim", "sweep_image"];

/**
 * The part of the page: fetches its data when it is first shown.
 * @param {CollapsePage} page
 */
export function createSweep(page) {
  const node = h("div", { className: "sweep", dataTestid: "sweep" });
  const make = async () => {
    const [facts, kernel] = await Promise.all([page.facts("sweep"), loadKernel()]);
    return createBoard(page, createGrid(facts), kernel);
  };
  return { node, ...createLoaded(node, { test: "sweep", loading: "Loading the runs", make }) };
}

/**
 * All that moves together, bound to the store.
 * @param {CollapsePage} page
 * @param {Grid} grid
 * @param {WebAssembly.Module | null} kernel
 */
function createBoard(page, grid, kernel) {
  const { store } = page;
  const fetchCell = (/** @type {number} */ row, /** @type {number} */ epoch) =>
    fetchBody(`${page.endpoints.sweep}/${row}/${epoch}`, page.token, "The images of this run");
  const cells = createCells(grid, fetchCell, kernel, {
    arrived: () => show(store.get()),
    fail: (error) => strips.refuse(error),
  });
  const controls = createControls(grid, store, cells.has);
  const pick = {
    dim: (/** @type {number} */ sweep_dim) => store.set({ sweep_dim }),
    image: (/** @type {number} */ sweep_image) => store.set({ sweep_image }),
  };
  const [numbers, bars, map] = [createNumbers(grid), createBars(grid, pick.dim), createMap(grid)];
  const plane = createPlane(grid, (row, epoch) => {
    controls.stop();
    store.set({ sweep_beta: grid.betas[row], sweep_epoch: epoch });
  });
  const strips = createStrips(grid, pick, () => show(store.get()));
  /** @param {Record<string, any>} state */
  function show(state) {
    const [row, epoch] = [grid.rowOf(state.sweep_beta), grid.epochOf(state.sweep_epoch)];
    const cell = grid.cell(row, epoch);
    const dim = dimensionOf(state.sweep_dim, cell.rate);
    const image = Math.min(grid.shown.length - 1, state.sweep_image);
    cells.want(row, epoch);
    strips.set(cells.get(row, epoch), cell, dim, image, (z, n) => cells.decode(row, epoch, z, n));
    numbers.set(cell);
    bars.set(cell, dim);
    map.set(row, epoch);
    plane.set(row, epoch);
    publish(page, grid.betas[row], epoch, cell);
  }
  const stop = store.watch(KEYS, show);
  return {
    nodes: [
      controls.node,
      numbers.node,
      h(
        "div",
        { className: "board" },
        h("div", { className: "left" }, bars.node, plane.node),
        strips.node,
        h("div", { className: "right" }, map.node),
      ),
      createSource(grid),
    ],
    hide: controls.stop,
    close() {
      stop();
      for (const part of [controls, bars, map, plane, strips, cells]) part.close();
    },
  };
}

/**
 * Publish what is measured, for the lessons.
 * @param {CollapsePage} page
 * @param {number} beta
 * @param {number} epoch
 * @param {Cell} cell
 */
function publish(page, beta, epoch, { active, total, distortion, elbo }) {
  for (const [name, value] of Object.entries({ beta, epoch, active, rate: total, distortion, elbo }))
    page.publish(`sweep.${name}`, value);
}

/**
 * How the runs were made.
 * @param {Grid} grid
 */
function createSource({ command, hardware, seconds, rows, epochs, latent, dataset }) {
  const runs = `${rows} runs of ${epochs} epochs on ${dataset.toUpperCase()}, binarised anew in every epoch`;
  const text =
    `${runs}: one convolutional VAE with ${latent} latent dimensions and one seed; only \u03b2 differs. ` +
    `Trained in ${Math.round(seconds / 60)} minutes on ${hardware}; the weights of the decoders are in half precision.`;
  return h(
    "details",
    { className: "source" },
    h("summary", {}, "How these runs were made"),
    h("p", {}, text),
    h("code", {}, command),
  );
}
