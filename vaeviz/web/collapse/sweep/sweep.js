/** The scrubber: one model trained at nine weights on the KL, seen after every epoch; two sliders move all its pictures. */

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

/** The part of the page: fetches the figures when it is first shown. */
export function createSweep(page) {
  const node = h("div", { className: "sweep", dataTestid: "sweep" });
  const make = async () => {
    const [facts, kernel] = await Promise.all([page.facts("sweep"), loadKernel()]);
    return createBoard(page, createGrid(facts), kernel);
  };
  return { node, ...createLoaded(node, { test: "sweep", loading: "Loading the runs", make }) };
}

/** All that moves together, bound to the store. */
function createBoard(page, grid, kernel) {
  const { store } = page;
  const go = (row, epoch) => store.set({ sweep_beta: grid.betas[row], sweep_epoch: epoch });
  const fetchCell = (row, epoch) =>
    fetchBody(`${page.endpoints.sweep}/${row}/${epoch}`, page.token, "This run's pictures");
  const cells = createCells(grid, fetchCell, kernel, {
    hear: () => show(store.get()),
    fail: (error) => strips.refuse(error),
  });
  const controls = createControls(grid, store, cells.has);
  const pick = { dim: (sweep_dim) => store.set({ sweep_dim }), image: (sweep_image) => store.set({ sweep_image }) };
  const [numbers, bars, map] = [createNumbers(grid), createBars(grid, pick.dim), createMap(grid)];
  const plane = createPlane(grid, (row, epoch) => (controls.stop(), go(row, epoch)));
  const strips = createStrips(grid, pick, () => show(store.get()));
  function show(state) {
    const [row, epoch] = [grid.rowOf(state.sweep_beta), grid.epochOf(state.sweep_epoch)];
    const figures = grid.cell(row, epoch);
    const dim = dimensionOf(state.sweep_dim, figures.rate);
    const image = Math.min(grid.shown.length - 1, state.sweep_image);
    cells.want(row, epoch);
    strips.set(cells.get(row, epoch), figures, dim, image, (z, n) => cells.draw(row, epoch, z, n));
    numbers.set(figures);
    bars.set(figures, dim);
    map.set(row, epoch);
    plane.set(row, epoch);
    tell(page, grid.betas[row], epoch, figures);
  }
  const stop = store.watch(KEYS, show);
  const column = (name, ...nodes) => h("div", { className: name }, ...nodes);
  return {
    nodes: [
      controls.node,
      numbers.node,
      column("board", column("left", bars.node, plane.node), strips.node, column("right", map.node)),
      createSource(grid),
    ],
    hide: controls.stop,
    close: () =>
      [stop, controls.close, bars.close, map.close, plane.close, strips.close, cells.close].forEach((one) => one()),
  };
}

/** Say what is measured, for the lessons. */
function tell({ publish }, beta, epoch, { active, total, distortion, elbo }) {
  for (const [name, value] of Object.entries({ beta, epoch, active, rate: total, distortion, elbo }))
    publish(`sweep.${name}`, value);
}

/** How the runs were made. */
function createSource({ command, hardware, seconds, rows, epochs, latent, dataset }) {
  const text = `${rows} runs of ${epochs} epochs on ${dataset.toUpperCase()}, binarised anew at every visit: one convolutional VAE of ${latent} latent dimensions and one seed, beta alone differs. Trained in ${Math.round(seconds / 60)} minutes on ${hardware}; the decoders are shown in half precision.`;
  return h(
    "details",
    { className: "source" },
    h("summary", {}, "How these runs were made"),
    h("p", {}, text),
    h("code", {}, command),
  );
}
