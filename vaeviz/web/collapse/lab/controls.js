/** What the hand moves beside beta: the schedule, the objective, the model; and what only a fresh run can change. */

import { createChoice } from "../../plot/choice.js";
import { grey } from "../../plot/grey.js";
import { createRange } from "../../plot/range.js";
import { button, h } from "../../core/dom.js";
import { createBeta } from "./beta.js";
import { FRESH, idle } from "./settings.js";

const words = (...options) => options.map((option) => [option, option]);

const MOVED = [
  {
    make: createChoice,
    key: "lab_schedule",
    label: "schedule of beta",
    options: words("constant", "warm-up", "cyclical"),
    hint: "Warm-up raises beta from 0 once (Bowman 2016), cyclical again and again (Fu 2019); both count from the step at which they are chosen",
  },
  {
    make: createRange,
    key: "lab_ramp",
    label: "ramp",
    unit: "steps",
    min: 50,
    max: 10000,
    log: true,
    hint: "Steps of the warm-up or of one cycle; with a capacity, until it is reached",
  },
  {
    make: createRange,
    key: "lab_free_bits",
    label: "free bits",
    unit: "nats each",
    min: 0,
    max: 2,
    step: 0.05,
    hint: "Rate that each dimension has for free (Kingma 2016); 0 is off",
  },
  { make: createRange, key: "lab_learning_rate", label: "learning rate", min: 0.0001, max: 0.03, log: true },
  {
    make: createRange,
    key: "lab_sigma",
    label: "likelihood scale \u03c3",
    min: 0,
    max: 1,
    step: 0.05,
    hint: "Deviation of a pixel in [0, 1]; 0 is the best one, measured as it trains (Rybkin 2021)",
    format: (sigma) => (sigma ? String(sigma) : "the best one"),
  },
];
const ANEW = [
  { make: createRange, key: "lab_latent", label: "latent dimensions", min: 1, max: 32 },
  {
    make: createChoice,
    key: "lab_decoder",
    label: "decoder",
    options: [
      ["mlp", "mlp"],
      ["conv", "conv"],
      ["autoregressive", "autoreg."],
      ["linear", "linear"],
    ],
    hint: "An autoregressive decoder can do without z: the classic cause of collapse",
  },
];
const MORE = [
  {
    make: createChoice,
    key: "lab_posterior",
    label: "posterior",
    options: words("free", "delta", "batch-norm"),
    hint: "Delta (Razavi 2019) and batch-norm on mu (Zhu 2020) keep a floor under the rate",
  },
  {
    make: createRange,
    key: "lab_floor",
    label: "floor",
    min: 0.05,
    max: 2,
    step: 0.05,
    hint: "Delta: nats committed a dimension; batch-norm: its fixed scale gamma",
  },
  {
    make: createRange,
    key: "lab_capacity",
    label: "capacity",
    unit: "nats",
    min: 0,
    max: 20,
    step: 0.5,
    hint: "Rate that is aimed at, weight beta on the way to it (Burgess 2018); 0 is off",
  },
  {
    make: createRange,
    key: "lab_context_dropout",
    label: "context dropout",
    min: 0,
    max: 1,
    step: 0.05,
    hint: "Share of earlier pixels that an autoregressive decoder is not shown (Bowman 2016)",
  },
  {
    make: createRange,
    key: "lab_inner_steps",
    label: "inner steps",
    min: 0,
    max: 20,
    hint: "Steps of the encoder alone before each full one, at most (He 2019)",
  },
  { make: createRange, key: "lab_batch_size", label: "batch", unit: "images", min: 16, max: 512, log: true },
  {
    make: createRange,
    key: "lab_seed",
    label: "seed",
    min: 0,
    max: 99,
    hint: "Of the first weights, the order of images and the draws",
  },
];
const SAID = "Starts a fresh run";

/** Build the column's controls: beta first, what is rarely moved under "more". */
export function createControls(store) {
  const made = [];
  const group = (specs) =>
    specs.map(({ make, ...spec }) => made[made.push({ key: spec.key, node: make(spec, store) }) - 1].node);
  const moved = group(MOVED);
  const anew = group(ANEW);
  const more = h("div", { className: "control-group", id: "lab-more" }, ...group(MORE));
  const open = button("", "lab-more", null, () => store.set({ lab_more: !store.get().lab_more }), {
    className: "more",
    ariaControls: "lab-more",
  });
  for (const { key, node } of made) if (FRESH.includes(key.slice(4))) node.classList.add("anew");
  store.watch(["lab_more"], ({ lab_more: shown }) => {
    more.hidden = !shown;
    open.textContent = shown ? "fewer controls" : "more controls";
    open.setAttribute("aria-expanded", String(shown));
  });
  store.watch(["lab_schedule", "lab_capacity", "lab_posterior", "lab_decoder"], (state) => grey(made, idle(state)));
  return [
    createBeta(store),
    h("div", { className: "control-group" }, ...moved),
    h(
      "div",
      { className: "control-group" },
      h(
        "p",
        { className: "anew-words" },
        h("i", { ariaHidden: "true" }, "\u21bb"),
        ` ${SAID}; the one before stays as a faint line.`,
      ),
      ...anew,
    ),
    open,
    more,
  ];
}
