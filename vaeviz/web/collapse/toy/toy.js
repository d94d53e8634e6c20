/** An exact toy: three decoders with one likelihood and three rates, and remedies that train while you watch. */

import { atNextFrame, h, rich, setText } from "../../core/dom.js";
import { createFrame } from "../parts/frame.js";
import { createBars, createPlane, createTrail } from "./charts.js";
import { readToy } from "./ends.js";
import { createList } from "./list.js";
import { createRun, positionOf } from "./run.js";
import { createData, createPosteriors } from "./sequences.js";
import { createTransport } from "./transport.js";
import { meaningOf, priceOf, sourceOf } from "./words.js";

/** @import { CollapsePage, Packed } from "../../core/types.js" */
/** @import { Toy } from "./ends.js" */
/** @import { Position, ToyRun } from "./run.js" */

/** @param {CollapsePage} page */
export function createToy(page) {
  return createFrame(page, {
    test: "toy",
    question: "Can a model drop its latent and lose nothing?",
    names: ["toy"],
    build: (/** @type {Packed} */ facts) => build(page, readToy(facts)),
  });
}

/** @param {CollapsePage} page @param {Toy} toy */
function build(page, toy) {
  const { store } = page;
  const run = createRun(page, toy);
  const parts = createParts(page, toy, run);
  let shown = false;
  const draw = atNextFrame(() => {
    if (shown) parts.draw(positionOf(store.get(), run.state.get(), toy));
  });
  const stops = [
    store.watch(["toy_run", "toy_seed"], draw),
    run.state.watch(["end", "playing", "phase", "words", "asked", "trouble"], draw),
  ];
  return {
    nodes: parts.nodes,
    show() {
      shown = true;
      run.show();
      draw();
    },
    hide() {
      shown = false;
      run.hide();
    },
    close() {
      for (const stop of stops) stop();
      run.close();
      parts.close();
    },
  };
}

/** @param {CollapsePage} page @param {Toy} toy @param {ToyRun} run */
function createParts(page, toy, run) {
  const list = createList(toy, (toy_run) => {
    page.store.set({ toy_run });
    run.begin();
  });
  const [bars, plane, trail] = [createBars(toy), createPlane(toy), createTrail(toy)];
  const [data, posteriors] = [createData(toy), createPosteriors(toy)];
  const transport = createTransport(page.store, toy, run);
  const charts = [bars, plane, trail, data, posteriors];
  const readings = [0, 1].map((i) => h("p", { dataTestid: `toy-reading-${i}` }));
  const left = h("div", { className: "column" }, list.node);
  const middle = h("div", { className: "column" }, transport.node, plane.node);
  const right = h("div", { className: "column" }, ...bars.nodes, trail.node);
  const below = h("section", { className: "column" }, ...headOfData(page, toy), data.node, posteriors.node);
  const source = h("p", { className: "note", dataTestid: "toy-source" }, sourceOf(toy));
  const columns = h("div", { className: "toy-columns" }, left, middle, right);
  const reading = h("div", { className: "reading", dataTestid: "toy-reading" }, ...readings);
  return {
    nodes: [h("div", { className: "toy" }, reading, columns, below, source)],
    /** @param {Position} position */
    draw(position) {
      const { end, live, run: name, seed, shipped } = position;
      list.draw(name, seed, live);
      bars.draw(end, seed);
      trail.draw(end, shipped);
      plane.draw(end);
      posteriors.draw(end);
      transport.draw(position);
      const { before, values, after } = priceOf(end, toy);
      readings[0].replaceChildren(before, rich(page.texts["toy-price"], values), after);
      setText(readings[1], meaningOf(end, toy));
      publish(page, position);
    },
    close() {
      for (const chart of charts) chart.close();
    },
  };
}

/** @param {CollapsePage} page @param {Toy} toy */
function headOfData({ texts }, toy) {
  return [
    h("h3", {}, "Sequences, and the posterior of z for five of them"),
    h(
      "p",
      { className: "note" },
      `${toy.tosses.length} draws of the data, one per column, fewest heads first; a filled cell is heads. `,
      "Under it, for the five marked ones: ",
      h("span", { className: "key truth" }, rich(texts["toy-true"])),
      ", ",
      h("span", { className: "key q" }, rich(texts["toy-encoder"])),
      ", ",
      h("span", { className: "key prior" }, "prior"),
      ", as densities over z.",
    ),
  ];
}

/** @param {CollapsePage} page @param {Position} position */
function publish(page, { end, run, live }) {
  page.publish("toy.rate", Number(end.rate.toFixed(4)));
  page.publish("toy.nll", Number(end.nll.toFixed(4)));
  page.publish("toy.remedy", run);
  if (live?.finished) page.publish("toy.trained", run);
}
