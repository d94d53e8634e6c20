import assert from "node:assert/strict";
import test from "node:test";
import { part } from "../../modules.mjs";
import { handClock } from "../../workspace/clock.mjs";

const { createStore } = await part("core/store");
const { createDuel } = await part("collapse/race/duel");
const { RACE_KEYS, settingsOf } = await part("collapse/race/settings");

const defaults = Object.fromEntries(Object.entries(RACE_KEYS).map(([key, { default: value }]) => [key, value]));
const BASE = settingsOf(defaults, "a");
const REMEDIES = [{ key: "baseline", title: "Baseline", paper: "", settings: BASE }];

/** A race on a page without a server: `sent` is what the server would hear. */
function setUp() {
  const world = { sent: [], clock: handClock(), store: createStore(defaults) };
  const op =
    (name) =>
    (...words) =>
      world.sent.push([name, ...words]);
  const open = ({ hear }) => {
    world.hear = hear;
    return Object.fromEntries(["begin", "move", "play", "pause", "close"].map((name) => [name, op(name)]));
  };
  const env = { setTimeout: world.clock.later, clearTimeout: world.clock.cancel };
  world.duel = createDuel({ store: world.store, endpoints: {}, token: "t" }, () => REMEDIES, open, env);
  world.state = () => world.duel.state.get();
  world.names = () => world.sent.map(([name]) => name);
  world.frame = (step, steps = 3000) => {
    const lanes = ["a", "b"].map((name) => ({
      name,
      settings: settingsOf(world.store.get(), name),
      seconds: 1,
      information: step >= steps ? [0] : null,
    }));
    const head = {
      step,
      steps,
      finished: step >= steps,
      seeds: [0],
      figures: ["rate", "distortion", "elbo", "active", "active_kl"],
      groups: lanes,
    };
    const curves = Float32Array.from([1, 2, -3, 4, 5]);
    world.hear.frame({ head, arrays: { points: Float32Array.of(step), "a.curves": curves, "b.curves": curves } });
  };
  world.running = () => {
    world.duel.playing(true);
    world.hear.state("ready", "");
    world.frame(100);
    world.sent.length = 0;
  };
  return world;
}

test("nothing is trained before it is started; then both sides go with the same seeds", () => {
  const world = setUp();
  world.duel.show();
  world.store.set({ race_a_beta: 2 });
  assert.deepEqual(world.sent, []);
  world.duel.playing(true);
  assert.deepEqual(world.names(), ["begin", "play"]);
  const [, kind, settings] = world.sent[0];
  assert.deepEqual(
    [kind, settings.a.beta, settings.b.free_bits, settings.seeds, settings.steps],
    ["race", 2, 0.25, 3, 3000],
  );
});

test("a setting that can move does so while both run, and the race is no longer one for the table", () => {
  const world = setUp();
  world.running();
  world.store.set({ race_b_beta: 4 });
  assert.deepEqual(world.sent, [["move", { b: { beta: 4 } }]]);
  assert.equal(world.state().pure, false);
  world.frame(3000);
  assert.deepEqual(world.state().rows, []);
});

test("more steps are no other race", () => {
  const world = setUp();
  world.running();
  world.store.set({ race_steps: 5000 });
  assert.deepEqual(world.sent, [["move", { steps: 5000 }]]);
  assert.equal(world.state().pure, true);
});

test("what needs fresh runs begins both anew when the hand rests, and they go on", () => {
  const world = setUp();
  world.running();
  world.store.set({ race_a_latent: 4 });
  world.store.set({ race_seeds: 2 });
  assert.deepEqual(world.sent, []);
  world.clock.ring();
  assert.deepEqual(world.names(), ["begin", "play"]);
  assert.deepEqual([world.sent[0][2].a.latent, world.sent[0][2].seeds], [4, 2]);
  assert.equal(world.state().head, null);
});

test("a remedy is taken up whole, and the race begins anew", () => {
  const world = setUp();
  world.running();
  world.duel.choose("a", { ...BASE, posterior: "delta", floor: 0.25, seed: 0 });
  world.clock.ring();
  assert.deepEqual([world.sent[0][2].a.posterior, world.sent[0][2].a.floor], ["delta", 0.25]);
});

test("a posterior that is chosen by hand brings its floor along", () => {
  const world = setUp();
  world.store.set({ race_a_posterior: "batch-norm" });
  assert.equal(world.store.get().race_a_floor, 0.6);
  world.store.set({ race_b_capacity: 3 });
  assert.equal(world.store.get().race_b_free_bits, 0);
});

test("a race that comes to its end rests, leaves a row a side, and can be run again", () => {
  const world = setUp();
  world.running();
  world.frame(3000);
  assert.equal(world.state().playing, false);
  assert.deepEqual(
    world.state().rows.map(({ title, own }) => [title, own]),
    [
      ["Baseline", true],
      ["Own settings", true],
    ],
  );
  world.duel.playing(true);
  assert.deepEqual(world.names(), ["begin", "play"]);
});

test("a hidden tab pauses and goes on where it was when it is shown again", () => {
  const world = setUp();
  world.running();
  world.duel.hide();
  world.duel.show();
  assert.deepEqual(world.names(), ["pause", "play"]);
  world.duel.playing(false);
  world.sent.length = 0;
  world.duel.hide();
  world.duel.show();
  assert.deepEqual(world.sent, []);
});

test("a line that is lost stops the race; starting begins another", () => {
  const world = setUp();
  world.running();
  world.hear.state("lost", "The connection was lost.");
  assert.deepEqual([world.state().playing, world.state().words], [false, "The connection was lost."]);
  world.store.set({ race_b_beta: 4 });
  assert.deepEqual(world.sent, []);
  world.duel.playing(true);
  assert.deepEqual(world.names(), ["begin", "play"]);
});
