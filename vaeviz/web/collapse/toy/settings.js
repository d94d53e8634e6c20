/** The keys of the toy in the page's state: which run is shown, with which seed. */

export const RUNS = [
  "factorised",
  "autoregressive",
  "pretrained",
  "as-before",
  "warm-up",
  "cyclical",
  "free-bits",
  "lagging",
  "batch-norm",
  "dropout",
];

export const TOY_KEYS = {
  toy_run: { kind: "choice", options: RUNS, default: "pretrained" },
  toy_seed: { kind: "number", min: 0, max: 999, digits: 0, default: 0 }, // of the shipped seeds; another is the first of them
};
