import assert from "node:assert/strict";
import test from "node:test";
import { part } from "../../modules.mjs";
import { SCHEMA } from "../../schema.mjs";
import { DEFAULTS, setUp as onPage } from "../run/page.mjs";

const { createRun } = await part("collapse/race/run");
const { raceSettings } = await part("collapse/run/keys");

const SIDES = raceSettings(SCHEMA);
const BASE = SIDES.a.of(DEFAULTS);
const REMEDIES = [{ key: "baseline", title: "Baseline", paper: "", settings: BASE }];

/** A race on a page without a server. */
function setUp() {
  const world = onPage((page, open, timers) => createRun(page, () => REMEDIES, open, timers));
  world.frame = (step, steps = 3000) => {
    const groups = ["a", "b"].map((name) => ({
      name,
      settings: SIDES[name].of(world.store.get()),
      seconds: 1,
      information: step >= steps ? [0] : null,
    }));
    const head = {
      step,
      steps,
      finished: step >= steps,
      playing: step < steps,
      seeds: [0],
      figures: ["rate", "distortion", "elbo", "active", "active_kl"],
      groups,
    };
    const curves = Float32Array.from([1, 2, -3, 4, 5]);
    world.on.frame({ head, arrays: { points: Float32Array.of(step), "a.curves": curves, "b.curves": curves } });
  };
  world.running = () => {
    world.run.play(true);
    world.on.phase("ready", "");
    world.frame(100);
    world.sent.length = 0;
  };
  return world;
}

test("nothing is trained before it is started; then both sides train with the same seeds", () => {
  const world = setUp();
  world.run.show();
  world.store.set({ race_a_beta: 2 });
  assert.deepEqual(world.sent, []);
  world.run.play(true);
  assert.deepEqual(world.names(), ["begin", "play"]);
  const [, kind, settings] = world.sent[0];
  assert.deepEqual(
    [kind, settings.a.beta, settings.b.free_bits, settings.seeds, settings.steps],
    ["race", 2, 0.25, 3, 3000],
  );
});

test("a setting that can move does so while both run, and the race is then not added to the table", () => {
  const world = setUp();
  world.running();
  world.store.set({ race_b_beta: 4 });
  assert.deepEqual(world.sent, [["move", { b: { beta: 4 } }]]);
  assert.equal(world.state().pure, false);
  world.frame(3000);
  assert.deepEqual(world.state().rows, []);
});

test("with more steps it is the same race", () => {
  const world = setUp();
  world.running();
  world.store.set({ race_steps: 5000 });
  assert.deepEqual(world.sent, [["move", { steps: 5000 }]]);
  assert.equal(world.state().pure, true);
});

test("what needs fresh runs begins both anew once the settings rest, and they play on", () => {
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

test("a remedy is set as a whole, and the race begins anew", () => {
  const world = setUp();
  world.running();
  world.run.choose("a", { ...BASE, posterior: "delta", floor: 0.25, seed: 0 });
  world.clock.ring();
  assert.deepEqual([world.sent[0][2].a.posterior, world.sent[0][2].a.floor], ["delta", 0.25]);
});

test("a posterior that is chosen sets its floor", () => {
  const world = setUp();
  world.store.set({ race_a_posterior: "batch-norm" });
  assert.equal(world.store.get().race_a_floor, 0.6);
  world.store.set({ race_b_capacity: 3 });
  assert.equal(world.store.get().race_b_free_bits, 0);
});

test("a finished race pauses, leaves a row per side, and can be run again", () => {
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
  world.run.play(true);
  assert.deepEqual(world.names(), ["begin", "play"]);
});

test("a hidden race pauses, and plays on when it is shown again", () => {
  const world = setUp();
  world.running();
  world.run.hide();
  world.run.show();
  assert.deepEqual(world.names(), ["pause", "play"]);
  world.run.play(false);
  world.sent.length = 0;
  world.run.hide();
  world.run.show();
  assert.deepEqual(world.sent, []);
});

test("a lost connection stops the race; starting begins another", () => {
  const world = setUp();
  world.running();
  world.on.phase("lost", "The connection was lost.");
  assert.deepEqual([world.state().playing, world.state().words], [false, "The connection was lost."]);
  world.store.set({ race_b_beta: 4 });
  assert.deepEqual(world.sent, []);
  world.run.play(true);
  assert.deepEqual(world.names(), ["begin", "play"]);
});
