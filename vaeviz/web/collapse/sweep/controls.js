/** The two sliders, and the button that plays the epochs. */

/** @import { CollapseStore } from "../../core/types.js" */
/** @import { Grid } from "./grid.js" */
/** @typedef {(row: number, epoch: number) => boolean} Ready whether a cell can be shown */

import { button, h, press, setText } from "../../core/dom.js";
import { tickText } from "../../plot/scale.js";

const STEP_MS = 550; // from epoch to epoch in play

/**
 * Make a slider over `texts`, one per position from 0.
 * @param {object} options
 * @param {string} options.key of the store
 * @param {string} options.label
 * @param {string[]} options.texts
 * @param {(position: number) => string} options.words for screen readers
 * @param {(position: number) => string} [options.note]
 * @param {(value: number) => number} options.at the position of the store's value
 * @param {(position: number) => void} options.put
 * @param {CollapseStore} store
 */
function createStops({ key, label, texts, words, note, at, put }, store) {
  const slider = h("input", {
    type: "range",
    min: 0,
    max: texts.length - 1,
    step: 1,
    dataTestid: `range-${key}`,
    ariaLabel: label,
  });
  const amount = h("output", { className: "amount", dataTestid: `amount-${key}` });
  const remark = h("span", { className: "note", dataTestid: `note-${key}` });
  const stops = h("div", { className: "stops", ariaHidden: "true" }, ...texts.map((text) => h("span", {}, text)));
  slider.oninput = () => put(Number(slider.value));
  const stop = store.watch([key], (state) => {
    const position = at(state[key]);
    slider.value = String(position);
    slider.setAttribute("aria-valuetext", words(position));
    setText(amount, texts[position]);
    setText(remark, note?.(position) ?? "");
    [...stops.children].forEach((node, i) => node.classList.toggle("now", i === position));
  });
  const head = h("div", { className: "control-head" }, h("span", { ariaHidden: "true" }, label), remark, amount);
  return {
    node: h("div", { className: "control", dataControl: key, dataLabel: label }, head, slider, stops),
    close: stop,
  };
}

/**
 * Make the line of controls for `grid`.
 * @param {Grid} grid
 * @param {CollapseStore} store
 * @param {Ready} ready
 */
export function createControls(grid, store, ready) {
  const play = createPlay(grid, store, ready);
  const beta = createStops(
    {
      key: "sweep_beta",
      label: "\u03b2, the weight on the KL term",
      texts: grid.betas.map(tickText),
      words: (row) => `beta ${tickText(grid.betas[row])}: ${betaNote(grid, row)}`,
      note: (row) => betaNote(grid, row),
      at: grid.rowOf,
      put: (row) => store.set({ sweep_beta: grid.betas[row] }),
    },
    store,
  );
  const epoch = createStops(
    {
      key: "sweep_epoch",
      label: "Epoch",
      texts: Array.from({ length: grid.epochs }, (_, i) => String(i + 1)),
      words: (i) => `epoch ${i + 1} of ${grid.epochs}`,
      at: (value) => grid.epochOf(value) - 1,
      put(i) {
        play.stop();
        store.set({ sweep_epoch: i + 1 });
      },
    },
    store,
  );
  const node = h("div", { className: "scrub" }, beta.node, h("div", { className: "epochs" }, play.node, epoch.node));
  function close() {
    play.stop();
    beta.close();
    epoch.close();
  }
  return { node, stop: play.stop, close };
}

/**
 * What a beta stands for.
 * @param {Pick<Grid, "betas" | "pixels" | "image">} grid
 * @param {number} row
 */
export function betaNote({ betas, pixels, image }, row) {
  const beta = betas[row];
  const [, height, width] = image;
  if (beta === pixels) return `${height} \u00d7 ${width}: \u03b2 = 1 with the mean over pixels instead of their sum`;
  if (beta === 1) return "the ELBO itself";
  return `a nat of rate costs ${tickText(beta)} ${beta < 1 ? "of a nat" : "nats"} of distortion`;
}

/**
 * A button that goes from epoch to epoch, as fast as their cells arrive; from the last one it begins at the first.
 * @param {Grid} grid
 * @param {CollapseStore} store
 * @param {Ready} ready
 */
function createPlay(grid, store, ready) {
  /** @type {ReturnType<typeof setTimeout> | null} */
  let timer = null;
  const node = button("Play epochs", "sweep-play", "Show the epochs one after another", () =>
    timer === null ? start() : stop(),
  );
  function show() {
    press(node, timer !== null);
    setText(node, timer === null ? "Play epochs" : "Pause");
  }
  const epochNow = () => grid.epochOf(store.get().sweep_epoch);
  function start() {
    if (epochNow() === grid.epochs) store.set({ sweep_epoch: 1 });
    timer = setTimeout(next, STEP_MS);
    show();
  }
  function next() {
    const { sweep_beta } = store.get();
    const to = epochNow() + 1;
    if (to > grid.epochs) {
      stop();
      return;
    }
    if (ready(grid.rowOf(sweep_beta), to)) store.set({ sweep_epoch: to });
    timer = setTimeout(next, STEP_MS);
  }
  function stop() {
    if (timer !== null) clearTimeout(timer);
    timer = null;
    show();
  }
  show();
  return { node, stop };
}
