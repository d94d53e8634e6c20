/** An exact toy: three decoders with one likelihood and three rates, and remedies that train while you watch. */

import { createChoice } from "../../plot/choice.js";
import { atNextFrame, button, h, rich, setText } from "../../core/dom.js";
import { count } from "../../core/format.js";
import { createFrame } from "../parts/frame.js";
import { createAlong, createBars, createPlane } from "./charts.js";
import { createDesk } from "./run-controller.js";
import { readToy } from "./ends.js";
import { createList } from "./list.js";
import { createData, createPosteriors } from "./sequences.js";
import { meaningOf, priceOf, sourceOf } from "./words.js";

export function createToy(page) {
  return createFrame(page, {
    test: "toy",
    question: "Can a model drop its latent and lose nothing?",
    names: ["toy"],
    build: (facts) => build(page, readToy(facts)),
  });
}

function build(page, toy) {
  const { store } = page;
  const desk = createDesk(page, toy);
  const parts = createParts(page, toy, desk);
  let shown = false;
  const show = () => shown && parts.draw(positionOf(store.get(), desk.state.get(), toy));
  const draw = atNextFrame(show);
  const stops = [
    store.watch(["toy_run", "toy_seed"], draw),
    desk.state.watch(["end", "phase", "words", "asked", "trouble"], draw),
  ];
  return {
    nodes: parts.nodes,
    show: () => ((shown = true), draw()),
    hide() {
      shown = false;
      desk.pause();
    },
    close() {
      stops.forEach((stop) => stop());
      desk.close();
      parts.close();
    },
  };
}

/** What is shown: the live run where it is the chosen one, else the shipped end. */
function positionOf({ toy_run: run, toy_seed: wanted }, { end, words, trouble, asked }, toy) {
  const seed = toy.seedOf(wanted);
  const mine = asked?.run === run && asked.seed === seed;
  const live = mine && end?.run === run && end.seed === seed ? end : null;
  const waiting = mine && !live;
  const shipped = toy.at(run, seed);
  return {
    run,
    seed,
    shipped,
    live,
    end: live ?? (waiting ? toy.beginning(run, seed) : shipped),
    waiting,
    words,
    trouble,
  };
}

function createParts(page, toy, desk) {
  const { store } = page;
  const seedNow = () => toy.seedOf(store.get().toy_seed);
  const choose = (run) => {
    store.set({ toy_run: run });
    desk.begin(run, seedNow());
  };
  const list = createList(toy, choose);
  const [bars, plane, along] = [createBars(toy), createPlane(toy), createAlong(toy)];
  const [data, posteriors] = [createData(toy), createPosteriors(toy)];
  const transport = createTransport(store, toy, desk, choose);
  const readings = [0, 1].map((i) => h("p", { dataTestid: `toy-said-${i}` }));
  const charts = [bars, plane, along, data, posteriors];
  const reading = h("div", { className: "reading", dataTestid: "toy-reading" }, ...readings);
  const left = h("div", { className: "column" }, list.node);
  const middle = h("div", { className: "column" }, transport.node, plane.node);
  const right = h("div", { className: "column" }, ...bars.nodes, along.node);
  const below = h(
    "section",
    { className: "column" },
    h("h3", {}, `What a sequence looks like, and what is believed of its z`),
    h(
      "p",
      { className: "note" },
      `${toy.tosses.length} draws of the data, one a column, fewest heads first; a filled cell is heads. Under it the five that are marked: `,
      h("span", { className: "key truth" }, rich(page.texts["toy-true"])),
      ", ",
      h("span", { className: "key q" }, rich(page.texts["toy-encoder"])),
      ", ",
      h("span", { className: "key prior" }, "prior"),
      ", as densities over z.",
    ),
    data.node,
    posteriors.node,
  );
  return {
    nodes: [
      h(
        "div",
        { className: "toy" },
        reading,
        h("div", { className: "toy-columns" }, left, middle, right),
        below,
        h("p", { className: "note", dataTestid: "toy-source" }, sourceOf(toy)),
      ),
    ],
    draw(now) {
      list.draw(now.run, now.seed, now.live);
      bars.draw(now.end, now.seed);
      along.draw(now.end, now.shipped);
      plane.draw(now.end);
      posteriors.draw(now.end);
      transport.draw(now);
      const { before, values, after } = priceOf(now.end, toy);
      readings[0].replaceChildren(before, rich(page.texts["toy-price"], values), after);
      setText(readings[1], meaningOf(now.end, toy));
      publish(page, now);
    },
    close: () => charts.forEach((chart) => chart.close()),
  };
}

function createTransport(store, toy, desk, choose) {
  const go = button("", "toy-go", null, () => {});
  const back = button(
    "shipped run",
    "toy-shipped",
    "Leave the run that trains here and show the end of the shipped one",
    () => desk.drop(),
  );
  const status = h("span", { className: "note", role: "status", dataTestid: "toy-status" });
  const says = h("p", { className: "says", dataTestid: "toy-says" });
  const seed = createChoice(
    { key: "toy_seed", label: "Seed", options: toy.seeds.map((value) => [value, String(value)]) },
    store,
  );
  return {
    node: h("div", { className: "transport" }, says, h("div", { className: "transport-line" }, go, back, seed), status),
    draw(now) {
      const { live, run, waiting } = now;
      const going = waiting || live?.playing;
      const over = !live || live.finished || live.cut;
      setText(
        go,
        going
          ? "\u275a\u275a pause"
          : over
            ? live
              ? "\u25b6 train it again"
              : "\u25b6 train it here"
            : "\u25b6 go on",
      );
      go.onclick = () => (going ? desk.pause() : over ? choose(run) : desk.play());
      go.disabled = Boolean(waiting);
      back.hidden = !live;
      setText(says, `${toy.words[run].label}: ${toy.words[run].says}`);
      status.ariaLive = going ? "off" : "polite"; // a count of steps is not for reading out
      setText(status, statusOf(now));
    },
  };
}

function statusOf({ live, waiting, words, trouble }) {
  if (trouble) return trouble;
  if (waiting) return words || "Starting a worker";
  if (!live) return words || "The shipped run\u2019s end";
  if (live.cut) return words;
  return live.finished
    ? `${count(live.total)} steps, finished`
    : `Step ${count(live.step)} of ${count(live.total)}${live.playing ? "" : ", paused"}`;
}

function publish(page, { end, run, live }) {
  page.publish("toy.rate", Number(end.rate.toFixed(4)));
  page.publish("toy.nll", Number(end.nll.toFixed(4)));
  page.publish("toy.remedy", run);
  if (live?.finished) page.publish("toy.trained", run);
}
