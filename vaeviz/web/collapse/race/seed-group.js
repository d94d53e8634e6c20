/** One side's column: a remedy to start from, what it does and where it is from, and every setting. */

import { createChoice } from "../../plot/choice.js";
import { grey } from "../../plot/grey.js";
import { createRange } from "../../plot/range.js";
import { h, setOptions, setText } from "../../core/dom.js";
import { differences, idleOf, keyOf, keysOf, remedyOf, settingsOf } from "./settings.js";

const OWN = "own";
const WIDE = "(min-width: 1081px)"; // there is room for all settings from the start
const words = (...options) => options.map((option) => [option, option]);

const CONTROLS = [
  {
    make: createChoice,
    name: "decoder",
    label: "decoder",
    options: [
      ["mlp", "mlp"],
      ["conv", "conv"],
      ["autoregressive", "autoreg."],
      ["linear", "linear"],
    ],
  },
  { make: createRange, name: "beta", label: "beta", min: 0.01, max: 100, log: true, hint: "Weight on the KL" },
  {
    make: createChoice,
    name: "schedule",
    label: "schedule of beta",
    options: words("constant", "warm-up", "cyclical"),
  },
  {
    make: createRange,
    name: "ramp",
    label: "ramp",
    unit: "steps",
    min: 50,
    max: 10000,
    log: true,
    hint: "Steps of the warm-up or of one cycle; with a capacity, until it is reached",
  },
  {
    make: createRange,
    name: "free_bits",
    label: "free bits",
    unit: "nats each",
    min: 0,
    max: 2,
    step: 0.05,
    hint: "Rate that each dimension has for free; 0 is off",
  },
  {
    make: createRange,
    name: "capacity",
    label: "capacity",
    unit: "nats",
    min: 0,
    max: 20,
    step: 0.5,
    hint: "Rate that is aimed at; beta is its weight. 0 is off",
  },
  { make: createChoice, name: "posterior", label: "posterior", options: words("free", "delta", "batch-norm") },
  {
    make: createRange,
    name: "floor",
    label: "floor",
    min: 0,
    max: 2,
    step: 0.05,
    hint: "Delta: nats a dimension; batch-norm: the deviation gamma of the mean",
  },
  {
    make: createRange,
    name: "context_dropout",
    label: "context dropout",
    min: 0,
    max: 1,
    step: 0.05,
    hint: "Share of earlier pixels that an autoregressive decoder is not shown while it trains",
  },
  {
    make: createRange,
    name: "inner_steps",
    label: "inner steps",
    min: 0,
    max: 50,
    hint: "Steps of the encoder alone before each step of both, at most",
  },
];
const SELDOM = [
  { make: createRange, name: "latent", label: "latent dimensions", min: 1, max: 32 },
  {
    make: createRange,
    name: "sigma",
    label: "likelihood scale \u03c3",
    min: 0,
    max: 1,
    step: 0.05,
    hint: "Deviation of a pixel in [0, 1]; 0 is the best one of each batch",
    format: (sigma) => (sigma ? String(sigma) : "the best one"),
  },
  { make: createRange, name: "learning_rate", label: "learning rate", min: 0.0001, max: 0.03, log: true },
  { make: createRange, name: "batch_size", label: "batch", unit: "images", min: 16, max: 512, log: true },
];

/** Build the column; `choose(settings)` takes up a remedy. `set(remedies)` tells those that there are. */
export function createLane(lane, store, choose) {
  const name = lane.toUpperCase();
  const list = h("select", { ariaLabel: `Remedy of side ${name}`, dataTestid: `race-preset-${lane}` });
  const says = h("p", { className: "race-says", dataTestid: `race-says-${lane}` });
  const paper = h("p", { className: "note" });
  const own = h("p", { className: "note" });
  const made = [];
  const folded = (title, test, controls, open) => {
    const own = controls.map(({ make, name: setting, ...spec }) => ({
      key: setting,
      node: make({ ...spec, key: keyOf(lane, setting) }, store),
    }));
    made.push(...own);
    return h(
      "details",
      { className: "race-more", open },
      h("summary", { dataTestid: `${test}-${lane}` }, title),
      h("div", {}, ...own.map(({ node }) => node)),
    );
  };
  const more = [
    folded("Settings", "race-more", CONTROLS, matchMedia(WIDE).matches),
    folded("Model and data", "race-seldom", SELDOM, false),
  ];
  let remedies = [];
  list.onchange = () => {
    const remedy = remedies.find(({ key }) => key === list.value);
    if (remedy) choose(remedy.settings);
  };
  const show = () => {
    const settings = settingsOf(store.get(), lane);
    const remedy = remedyOf(settings, remedies);
    setOptions(list, [
      ...remedies.map(({ key, title }) => [key, title]),
      ...(remedy || !remedies.length ? [] : [[OWN, "Own settings"]]),
    ]);
    list.value = remedy?.key ?? OWN;
    setText(says, remedy?.says ?? "Settings of your own.");
    setText(paper, remedy?.paper ?? "");
    const apart = remedies.length ? differences(settings, remedies[0].settings) : [];
    setText(
      own,
      apart.length ? `Beside the baseline: ${apart.join(", ")}.` : remedies.length ? "The baseline itself." : "",
    );
    grey(made, idleOf(settings));
  };
  const stop = store.watch(keysOf(lane), show);
  const head = h("label", { className: "race-side" }, h("b", {}, name), list);
  return {
    node: h(
      "section",
      {
        className: `race-lane lane-${lane}`,
        ariaLabel: `Side ${name}`,
        dataControl: `race_${lane}`,
        dataLabel: `side ${name}`,
      },
      head,
      says,
      paper,
      own,
      ...more,
    ),
    set(known) {
      remedies = known;
      show();
    },
    close: stop,
  };
}
