/** What the hand can set in the laboratory: the keys of the address, and what the server calls them. */

/** Which of the settings only a fresh run can change: a model has its shape, its data and its first weights from the start. */
export const FRESH = ["latent", "decoder", "batch_size", "posterior", "floor", "seed"];

const NAMES = [
  "latent",
  "decoder",
  "beta",
  "schedule",
  "ramp",
  "free_bits",
  "capacity",
  "sigma",
  "learning_rate",
  "batch_size",
  "posterior",
  "floor",
  "context_dropout",
  "inner_steps",
  "seed",
];

/** Of what a fresh run of this posterior starts with, where no floor was set: the published recipes. */
const FLOORS = { free: 0, delta: 0.15, "batch-norm": 0.6 };

/** The keys, as collapse/state.js lists them; names and defaults are those of vaeviz/collapse/lab/settings.py. */
export const LAB_KEYS = {
  lab_beta: { kind: "number", min: 0, max: 1000, digits: 3, default: 1 },
  lab_schedule: { kind: "choice", options: ["constant", "warm-up", "cyclical"], default: "constant" },
  lab_ramp: { kind: "number", min: 1, max: 100000, digits: 0, default: 500 }, // steps
  lab_free_bits: { kind: "number", min: 0, max: 20, digits: 3, default: 0 }, // nats a dimension
  lab_latent: { kind: "number", min: 1, max: 32, digits: 0, default: 8 },
  lab_decoder: { kind: "choice", options: ["mlp", "conv", "autoregressive", "linear"], default: "mlp" },
  lab_sigma: { kind: "number", min: 0, max: 2, digits: 3, default: 0.25 }, // pixels in [0, 1]; 0: the best one
  lab_learning_rate: { kind: "number", min: 0.00001, max: 0.1, digits: 5, default: 0.01 },
  lab_posterior: { kind: "choice", options: ["free", "delta", "batch-norm"], default: "free" },
  lab_floor: { kind: "number", min: 0, max: 4, digits: 3, default: 0 },
  lab_context_dropout: { kind: "number", min: 0, max: 1, digits: 2, default: 0 },
  lab_inner_steps: { kind: "number", min: 0, max: 50, digits: 0, default: 0 },
  lab_capacity: { kind: "number", min: 0, max: 200, digits: 2, default: 0 }, // nats
  lab_batch_size: { kind: "number", min: 8, max: 512, digits: 0, default: 64 },
  lab_seed: { kind: "number", min: 0, max: 2147483647, digits: 0, default: 0 },
  lab_pace: { kind: "number", min: 0, max: 1000, digits: 0, default: 0 }, // steps a second; 0: as fast as it goes
  lab_dim: { kind: "number", min: -1, max: 31, digits: 0, default: -1 }, // whose traversal is shown; -1: the strongest
  lab_plane: { kind: "choice", options: ["rd", "loop"], default: "rd" }, // which of the two planes
  lab_more: { kind: "flag", default: false }, // whether the rarer controls are open
};

/** The store's keys that stand for settings. */
export const SETTING_KEYS = NAMES.map((name) => `lab_${name}`);

/** The settings that a state of the page asks for. */
export function settingsOf(state) {
  return Object.fromEntries(NAMES.map((name) => [name, state[`lab_${name}`]]));
}

/** What `wanted` sets otherwise than `now`. */
export function changes(now, wanted) {
  return Object.fromEntries(Object.entries(wanted).filter(([name, value]) => value !== now[name]));
}

/** Whether these changes need a fresh run. */
export function needsFresh(patch) {
  return FRESH.some((name) => name in patch);
}

/**
 * What else has to change with `patch` of the store, so that the settings make sense: free bits and a capacity are two
 * objectives, and a posterior with a floor has one.
 */
export function along(patch) {
  if (patch.lab_free_bits > 0) return { lab_capacity: 0 };
  if (patch.lab_capacity > 0) return { lab_free_bits: 0 };
  if (patch.lab_posterior) return { lab_floor: FLOORS[patch.lab_posterior] };
  return {};
}

/** Which settings say nothing beside the others, by key: their controls are greyed. */
export function idle(state) {
  return {
    lab_ramp: state.lab_schedule === "constant" && state.lab_capacity === 0,
    lab_floor: state.lab_posterior === "free",
    lab_context_dropout: state.lab_decoder !== "autoregressive",
  };
}
