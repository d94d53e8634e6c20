// A store with two dimensions and two classes, and the actions on it.
import { part } from "../modules.mjs";

const { createActions } = await part("workspace/actions");
const { EMPTY } = await part("workspace/state");
const { createStore } = await part("core/store");

export const MODEL = {
  latent_dim: 2,
  image_shape: [1, 2, 2],
  condition: { kind: "class", names: ["a", "b"] },
  class_names: ["a", "b"],
  prior: { mu: [0, 0], logvar: [0, 0] },
};

export function setUp(more = {}) {
  const store = createStore({ ...EMPTY, model: MODEL, z: Float32Array.of(0, 0), c: Float32Array.of(1, 0), ...more });
  return { store, actions: createActions(store, () => 0.25) };
}

/** Drag to somewhere: one gesture of a few moves. */
export function drag({ store, actions }, dim, ...values) {
  actions.remember();
  for (const value of values) actions.setDim(dim, value);
  return store.get().z;
}

/** Go to a point and pin it. */
export function pinAt({ store, actions }, z, c = [1, 0]) {
  store.set({ z: Float32Array.from(z), c: Float32Array.from(c) });
  actions.pin();
}
