import assert from "node:assert/strict";
import test from "node:test";
import { part } from "../../modules.mjs";
import { setUp as onPage } from "../run/page.mjs";

const { createRun } = await part("collapse/lab/run");

/** A run of the Laboratory on a page without a server. */
function setUp(given = {}) {
  const world = onPage(createRun, given);
  world.begin = () => {
    world.run.show();
    world.on.phase("ready", "");
    world.sent.length = 0;
  };
  world.frame = (step, more = {}, units = [1, 2, 0.01, 0]) => {
    const head = {
      step,
      steps_per_second: 300,
      beta: world.store.get().lab_beta,
      rate: 3,
      distortion: 5,
      elbo: -8,
      active: 4,
      active_kl: units.filter((rate) => rate > 0.1).length,
      latent: units.length,
      dim: 0,
      playing: true,
      shape: [1, 8, 8],
      active_threshold: 0.01,
      kl_threshold: 0.1,
      ...more,
    };
    world.on.frame({ head, arrays: { rate_per_dim: Float32Array.from(units) } });
  };
  return world;
}

test("the first look at the tab begins a paused run with the address's settings, speed and dimension", () => {
  const world = setUp({ lab_latent: 4, lab_beta: 3, lab_pace: 10, lab_dim: 2 });
  assert.deepEqual(world.sent, []);
  world.run.show();
  assert.deepEqual(world.names(), ["begin", "pace", "look"]);
  const [, kind, settings] = world.sent[0];
  assert.deepEqual([kind, settings.latent, settings.beta], ["lab", 4, 3]);
  assert.deepEqual(world.sent.slice(1), [
    ["pace", 10],
    ["look", { dim: 2 }],
  ]);
  world.run.show();
  assert.equal(world.sent.length, 3, "a second look begins nothing");
});

test("beta moves with the run; what the server has is not sent again", () => {
  const world = setUp({ lab_latent: 4 });
  world.begin();
  world.store.set({ lab_beta: 8 });
  world.store.set({ lab_dim: 1 });
  assert.deepEqual(world.sent, [
    ["move", { beta: 8 }],
    ["look", { dim: 1 }],
  ]);
});

test("the size of z begins a fresh run once the settings rest, which plays on, and keeps the previous one", () => {
  const world = setUp({ lab_latent: 4 });
  world.begin();
  world.run.play(true);
  for (let step = 0; step < 100; step += 4) world.frame(step);
  const before = world.state().history;
  world.sent.length = 0;
  world.store.set({ lab_latent: 5 });
  world.store.set({ lab_latent: 6 });
  assert.deepEqual(world.names(), []);
  world.clock.ring();
  assert.deepEqual(world.names(), ["begin", "play"]);
  assert.equal(world.sent[0][2].latent, 6);
  assert.equal(world.state().previous, before);
  assert.equal(world.state().history.n, 0);
});

test("a run of a few steps is not kept; the one before it stays", () => {
  const world = setUp({ lab_latent: 4 });
  world.begin();
  for (let step = 0; step < 100; step += 4) world.frame(step);
  const worth = world.state().history;
  world.run.begin();
  world.frame(0);
  world.run.begin();
  assert.equal(world.state().previous, worth);
});

test("free bits reset a capacity, and both go out together", () => {
  const world = setUp({ lab_latent: 4, lab_capacity: 5 });
  world.begin();
  world.store.set({ lab_free_bits: 0.5 });
  assert.equal(world.store.get().lab_capacity, 0);
  assert.deepEqual(world.sent, [["move", { free_bits: 0.5, capacity: 0 }]]);
});

test("a posterior with a floor comes with the published one, unless a floor was set with it", () => {
  const world = setUp({ lab_latent: 4 });
  world.begin();
  world.store.set({ lab_posterior: "delta" });
  world.clock.ring();
  assert.deepEqual([world.sent[0][2].posterior, world.sent[0][2].floor], ["delta", 0.15]);
  world.store.set({ lab_posterior: "batch-norm", lab_floor: 0.8 });
  world.clock.ring();
  assert.deepEqual([world.sent.at(-1)[2].posterior, world.sent.at(-1)[2].floor], ["batch-norm", 0.8]);
});

test("after a refused begin the reason is shown, and whatever is set next begins afresh, and plays on", () => {
  const world = setUp({ lab_latent: 4, lab_decoder: "linear" });
  world.begin();
  world.run.play(true);
  world.frame(8);
  world.store.set({ lab_posterior: "delta" });
  world.clock.ring();
  world.on.error("not with linear", false);
  world.on.error("not with linear", false); // to its play
  assert.deepEqual([world.state().trouble, world.state().playing], ["not with linear", false]);
  world.sent.length = 0;
  world.store.set({ lab_beta: 2 });
  world.clock.ring();
  assert.deepEqual(world.names(), ["begin", "play"]);
  assert.deepEqual([world.state().trouble, world.state().playing], [null, true]);
  world.on.error("not with linear", false);
  world.sent.length = 0;
  world.run.play(true);
  assert.equal(world.names()[0], "begin", "play begins what was refused once more");
});

test("what is measured is published: dimensions above the threshold, also those of a fresh run at this beta", () => {
  const world = setUp({ lab_latent: 4 });
  world.begin();
  world.frame(100);
  assert.deepEqual(
    [world.found["lab.active"], world.found["lab.step"], world.found["lab.elbo"], world.found["lab.fresh_active"]],
    [2, 100, -8, null],
  );
  world.frame(600);
  assert.equal(world.found["lab.fresh_active"], 2);
  world.store.set({ lab_beta: 32 });
  world.frame(900, {}, [0, 0, 0, 0]);
  assert.deepEqual([world.found["lab.active"], world.found["lab.fresh_active"]], [0, null]);
  world.store.set({ lab_beta: 1 });
  world.frame(1200, {}, [1, 0, 0, 0]);
  assert.deepEqual(
    [world.found["lab.active"], world.found["lab.fresh_active"]],
    [1, 2],
    "the run that returned is not a fresh one",
  );
});

test("a setting that was moved before the first step leaves the run a fresh one", () => {
  const world = setUp({ lab_latent: 4 });
  world.begin();
  world.frame(0);
  world.store.set({ lab_beta: 2 });
  world.frame(500);
  assert.equal(world.found["lab.fresh_active"], 2);
});

test("the traversal is of the highest KL until a dimension is chosen, and does not change for a little more", () => {
  const world = setUp({ lab_latent: 4 });
  world.begin();
  world.frame(10);
  assert.deepEqual(world.sent, [["look", { dim: 1 }]]);
  world.frame(20, { dim: 1 }, [2.2, 2, 0, 0]);
  assert.equal(world.sent.length, 1);
  world.store.set({ lab_dim: 3 });
  world.frame(30, { dim: 3 });
  assert.deepEqual(world.sent.slice(1), [["look", { dim: 3 }]]);
});

test("a step pauses first; leaving the tab pauses, and coming back goes on", () => {
  const world = setUp({ lab_latent: 4 });
  world.begin();
  world.run.play(true);
  world.run.hide();
  world.run.show();
  world.run.step(1);
  assert.deepEqual(world.names(), ["play", "pause", "play", "pause", "step"]);
  world.run.hide();
  world.run.show();
  assert.equal(world.names().length, 5, "what was paused stays paused");
});

test("when the run is over nothing plays, and play begins another", () => {
  const world = setUp({ lab_latent: 4 });
  world.begin();
  world.run.play(true);
  world.on.phase("ended", "20 minutes are over.");
  assert.deepEqual([world.state().playing, world.state().phase], [false, "ended"]);
  world.sent.length = 0;
  world.on.error("no", true);
  assert.equal(world.state().trouble, "no");
  world.run.play(true);
  assert.deepEqual(world.names(), ["begin", "play"]);
  assert.equal(world.state().trouble, null);
});

test("a worker that pauses by itself is believed, but not a frame that was on its way at the press", () => {
  const world = setUp({ lab_latent: 4 });
  world.begin();
  world.run.play(true);
  world.frame(4, { playing: false });
  assert.equal(world.state().playing, true);
  world.now += 2000;
  world.frame(8, { playing: false });
  assert.equal(world.state().playing, false);
});

test("training that diverged stops the run with the worker's words; play begins another", () => {
  const world = setUp({ lab_latent: 4 });
  world.begin();
  world.run.play(true);
  world.frame(4, { playing: false, finished: true, text: "diverged", rate: null, distortion: null, elbo: null }, [
    NaN,
    NaN,
    NaN,
    NaN,
  ]);
  assert.deepEqual([world.state().playing, world.state().trouble], [false, "diverged"]);
  assert.ok(Number.isNaN(world.state().now.elbo));
  assert.equal(world.found["lab.elbo"], null);
  world.sent.length = 0;
  world.run.play(true);
  assert.deepEqual(world.names(), ["begin", "play"]);
  assert.equal(world.state().trouble, null);
});
