/** The scrubber: one model trained at nine weights on the KL, seen after every epoch; two sliders move all its pictures. */

import { loadKernel } from "../decoder/page.js";
import { button, h } from "../shell/dom.js";
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
  let board = null;
  let asked = false;
  let closed = false;
  async function ask() {
    asked = true;
    node.replaceChildren(h("p", { className: "note" }, "Loading the runs"));
    try {
      const [facts, kernel] = await Promise.all([page.facts("sweep"), loadKernel()]);
      if (closed) return;
      board = createBoard(page, createGrid(facts), kernel);
      node.replaceChildren(...board.nodes);
    } catch (error) {
      asked = false;
      node.replaceChildren(h("div", { className: "missing", role: "alert" }, h("p", {}, error.message), button("Try again", "sweep-again", null, ask)));
    }
  }
  return {
    node,
    show: () => asked || ask(),
    hide: () => board?.rest(),
    close() {
      closed = true;
      board?.close();
    },
  };
}

/** All that moves together, bound to the store. */
function createBoard(page, grid, kernel) {
  const { store } = page;
  const go = (row, epoch) => store.set({ sweep_beta: grid.betas[row], sweep_epoch: epoch });
  const cells = createCells(grid, fetchFrom(page), kernel, { hear: () => show(store.get()), fail: (error) => strips.refuse(error) });
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
    nodes: [controls.node, numbers.node, column("board", column("left", bars.node, plane.node), strips.node, column("right", map.node)), createSource(grid)],
    rest: controls.stop,
    close: () => [stop, controls.close, bars.close, map.close, plane.close, strips.close, cells.close].forEach((one) => one()),
  };
}

/** Say what is measured, for the lessons. */
function tell({ publish }, beta, epoch, { active, total, distortion, elbo }) {
  for (const [name, value] of Object.entries({ beta, epoch, active, rate: total, distortion, elbo })) publish(`sweep.${name}`, value);
}

/** How the runs were made. */
function createSource({ command, hardware, seconds, rows, epochs, latent, dataset }) {
  const text = `${rows} runs of ${epochs} epochs on ${dataset.toUpperCase()}, binarised anew at every visit: one convolutional VAE of ${latent} latent dimensions and one seed, beta alone differs. Trained in ${Math.round(seconds / 60)} minutes on ${hardware}; the decoders are shown in half precision.`;
  return h("details", { className: "source" }, h("summary", {}, "How these runs were made"), h("p", {}, text), h("code", {}, command));
}

function fetchFrom(page) {
  return async (row, epoch) => {
    let answer;
    try {
      answer = await fetch(`${page.endpoints.sweep}/${row}/${epoch}`, { headers: { Authorization: `Bearer ${page.token}` } });
    } catch {
      throw new Error("This run's pictures did not arrive: the server does not answer.");
    }
    if (!answer.ok) throw new Error(await answer.json().then(({ error }) => error, () => `This run's pictures did not arrive: the server answered ${answer.status}.`));
    return answer.arrayBuffer();
  };
}
