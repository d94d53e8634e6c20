/** The two sliders, and the button that lets the epochs pass. */

import { button, h, press, setText } from "../../core/dom.js";
import { tickText } from "../../plot/scale.js";

const STEP_MS = 550; // from epoch to epoch in play

/** Make a slider over `texts`, one a position from 0; `at(state)` and `put(position)` bind it to the store's `key`. */
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
  const told = h("span", { className: "note", dataTestid: `note-${key}` });
  const stops = h("div", { className: "stops", ariaHidden: "true" }, ...texts.map((text) => h("span", {}, text)));
  slider.oninput = () => put(Number(slider.value));
  const stop = store.watch([key], (state) => {
    const position = at(state);
    slider.value = String(position);
    slider.setAttribute("aria-valuetext", words(position));
    setText(amount, texts[position]);
    setText(told, note?.(position) ?? "");
    [...stops.children].forEach((node, i) => node.classList.toggle("now", i === position));
  });
  const head = h("div", { className: "control-head" }, h("span", { ariaHidden: "true" }, label), told, amount);
  return {
    node: h("div", { className: "control", dataControl: key, dataLabel: label }, head, slider, stops),
    close: stop,
  };
}

/** Make the line of controls for `grid`; `ready(row, epoch)` says whether a cell can be shown. */
export function createControls(grid, store, ready) {
  const play = createPlay(grid, store, ready);
  const beta = createStops(
    {
      key: "sweep_beta",
      label: "Beta, the weight on the KL",
      texts: grid.betas.map(tickText),
      words: (row) => `beta ${tickText(grid.betas[row])}: ${betaNote(grid, row)}`,
      note: (row) => betaNote(grid, row),
      at: ({ sweep_beta }) => grid.rowOf(sweep_beta),
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
      at: ({ sweep_epoch }) => grid.epochOf(sweep_epoch) - 1,
      put: (i) => (play.stop(), store.set({ sweep_epoch: i + 1 })),
    },
    store,
  );
  const node = h("div", { className: "scrub" }, beta.node, h("div", { className: "epochs" }, play.node, epoch.node));
  return { node, stop: play.stop, close: () => [play.stop, beta.close, epoch.close].forEach((one) => one()) };
}

/** What a beta stands for. */
export function betaNote({ betas, pixels, image }, row) {
  const beta = betas[row];
  const [, height, width] = image;
  if (beta === pixels) return `${height} \u00d7 ${width}: beta 1 with the mean over pixels for their sum`;
  if (beta === 1) return "the ELBO itself";
  return `a nat of rate costs ${tickText(beta)} ${beta < 1 ? "of a nat" : "nats"} of distortion`;
}

/** A button that goes from epoch to epoch, as fast as their cells arrive; at the last it begins anew. */
export function createPlay(grid, store, ready) {
  let timer = null;
  const node = button("play epochs", "sweep-play", "Let the epochs pass one by one", () =>
    timer === null ? start() : stop(),
  );
  function show() {
    press(node, timer !== null);
    setText(node, timer === null ? "play epochs" : "pause");
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
    if (to > grid.epochs) return stop();
    if (ready(grid.rowOf(sweep_beta), to)) store.set({ sweep_epoch: to });
    timer = setTimeout(next, STEP_MS);
  }
  function stop() {
    clearTimeout(timer);
    timer = null;
    show();
  }
  show();
  return { node, stop };
}
