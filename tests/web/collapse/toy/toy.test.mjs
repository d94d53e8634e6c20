import assert from "node:assert/strict";
import test from "node:test";
import { part } from "../../modules.mjs";
import { setUp } from "../run/page.mjs";

const { readToy, readFrame, settingsOf } = await part("collapse/toy/ends");
const { lossText, meaningOf, priceOf, sourceOf } = await part("collapse/toy/words");
const { createRun, positionOf } = await part("collapse/toy/run");

const TRAIL = 8; // columns: step, nll, rate, elbo, and the two means of two picked sequences

/** The facts of two runs with two seeds: every array counts on, so that a wrong cut shows. */
function facts() {
  const shapes = {
    mu: [2, 2, 3],
    true_mu: [2, 2, 3],
    posterior: [2, 2, 2, 5],
    q_mu: [2, 2, 2],
    q_sd: [2, 2, 2],
    trail: [2, 2, 4, TRAIL],
    tosses: [3, 4],
    picked: [2],
  };
  const arrays = Object.fromEntries(
    Object.entries(shapes).map(([name, shape]) => [
      name,
      Float32Array.from({ length: shape.reduce((a, b) => a * b) }, (_, i) => i),
    ]),
  );
  arrays.tosses = Uint8Array.from([0, 0, 0, 0, 0, 1, 0, 1, 1, 1, 1, 1]);
  arrays.picked = Uint16Array.from([0, 2]);
  const row = (run, seed, rate) => ({
    run,
    seed,
    nll: 9.385,
    lost: 0.005,
    elbo: -9.39,
    rate,
    variance: 0.9,
    true_variance: 0.9,
    active: 1,
    seconds: 4,
  });
  const head = {
    runs: ["pretrained", "warm-up"],
    decoders: ["pretrained"],
    remedies: ["warm-up"],
    seeds: [3, 5],
    entropy: 9.38,
    edge: 6,
    active_above: 0.01,
    command: "c",
    hardware: "h",
    words: { pretrained: { label: "Trained first", says: "." }, "warm-up": { label: "Warm-up", says: "." } },
    rows: [row("pretrained", 3, 0), row("pretrained", 5, 0.01), row("warm-up", 3, 1.5), row("warm-up", 5, 1.6)],
    arrays: Object.entries(shapes).map(([name, shape]) => ({ name, shape })),
  };
  return { head, arrays };
}

function frame(extra = {}) {
  const sizes = { mu: 3, true_mu: 3, posterior: 10, q_mu: 2, q_sd: 2, trail: 2 * TRAIL };
  const arrays = Object.fromEntries(Object.entries(sizes).map(([name, size]) => [name, new Float32Array(size)]));
  const head = {
    decoder: "pretrained",
    remedy: "warm-up",
    seed: 5,
    step: 80,
    total: 3000,
    measured: 60,
    playing: true,
    finished: false,
    nll: 9.4,
    lost: 0.02,
    elbo: -9.5,
    rate: 0.7,
    variance: 0.5,
    true_variance: 0.5,
    active: 1,
    arrays: [{ name: "trail", shape: [2, TRAIL] }],
    ...extra,
  };
  return { head, arrays };
}

test("the end of a run is cut out of all runs and seeds", () => {
  const toy = readToy(facts());
  const end = toy.at("warm-up", 5);
  assert.equal(end.rate, 1.6);
  assert.deepEqual([...end.mu], [9, 10, 11]);
  assert.deepEqual([...end.posteriors[1].p], [35, 36, 37, 38, 39]);
  assert.equal(end.posteriors[1].mu, 7);
  assert.deepEqual(end.trail.step, [96, 104, 112, 120]);
  assert.deepEqual(end.trail.paths[1], { x: [101, 109, 117, 125], y: [103, 111, 119, 127] });
  assert.deepEqual(toy.heads, [0, 2, 4]);
  assert.deepEqual(toy.z, [-6, -3, 0, 3, 6]);
  assert.equal(toy.sequences, 16);
});

test("a seed that is not shipped is the first one", () => {
  const toy = readToy(facts());
  assert.equal(toy.seedOf(5), 5);
  assert.equal(toy.seedOf(7), 3);
});

test("a frame reads as an end does, and says which run it is", () => {
  const end = readFrame(frame());
  assert.equal(end.run, "warm-up");
  assert.equal(readFrame(frame({ remedy: "none" })).run, "pretrained");
  assert.equal(end.live, true);
  assert.equal(end.posteriors.length, 2);
  assert.deepEqual(end.trail.step, [0, 0]);
});

test("a remedy is begun with the decoder that collapsed", () => {
  const toy = readToy(facts());
  assert.deepEqual(settingsOf(toy, "warm-up", 3), { decoder: "pretrained", remedy: "warm-up", seed: 3 });
  assert.deepEqual(settingsOf(toy, "pretrained", 3), { decoder: "pretrained", remedy: "none", seed: 3 });
});

test("the price names the step of a live run and the loss over the entropy", () => {
  const toy = readToy(facts());
  assert.deepEqual(priceOf(toy.at("warm-up", 3), toy), {
    before: "Warm-up, end of the shipped run: ",
    values: { "toy.nll": "9.385", "toy.lost": "0.005", "toy.entropy": "9.380" },
    after: ", which is almost nothing; the rate is 1.500 nats.",
  });
  const { before, after } = priceOf(readFrame(frame({ lost: 0.4 })), toy);
  assert.equal(before, "Warm-up, step 60 of 3,000: ");
  assert.match(after, /a real loss/);
  assert.equal(lossText(-1e-7), "0.000");
});

test("the plane is put into words by where its dots are", () => {
  const toy = readToy(facts());
  const text = (variance, true_variance) => meaningOf({ variance, true_variance }, toy);
  assert.match(text(0.001, 0.001), /at the origin/);
  assert.match(text(0.001, 0.5), /vertical/);
  assert.match(text(0.64, 0.1), /flat/);
  assert.match(text(0.2, 0.6), /steep/);
  assert.match(text(0.04, 0.04), /nearly collapsed/);
  assert.match(text(0.9, 0.8), /diagonal/);
});

test("the source says how exact the figures are and where they are from", () => {
  assert.match(sourceOf(readToy(facts())), /all 16 sequences and 5 points of z.*seeds 3, 5.*“c” on h/);
});

/** The toy's run on a page without a server, and what is shown of it. */
function running(toy_run, toy_seed) {
  const toy = readToy(facts());
  const world = setUp((page, open, timers) => createRun(page, toy, open, timers), { toy_run, toy_seed });
  world.run.begin();
  world.on.phase("ready", "");
  world.position = () => positionOf(world.store.get(), world.state(), toy);
  return world;
}

test("a press begins a run and trains it; its frames are shown", () => {
  const world = running("warm-up", 5);
  assert.deepEqual(world.sent, [["begin", "toy", { decoder: "pretrained", remedy: "warm-up", seed: 5 }], ["play"]]);
  world.on.frame(frame());
  assert.equal(world.position().live.rate, 0.7);
  world.store.set({ toy_run: "pretrained" });
  assert.equal(world.position().live, null, "another run that is chosen is shown as it is shipped");
  world.run.begin();
  assert.equal(world.state().end, null);
});

test("a lost connection leaves the newest frame, with words, and the run can be begun again", () => {
  const world = running("warm-up", 5);
  world.on.frame(frame());
  world.on.phase("lost", "Gone.");
  const { live, playing, over, words } = world.position();
  assert.deepEqual([live.rate, playing, over, words], [0.7, false, true, "Gone."]);
});

test("a run that never came is not waited for", () => {
  const world = running("warm-up", 5);
  assert.equal(world.position().waiting, true);
  world.on.phase("full", "All taken.");
  const { waiting, live, words } = world.position();
  assert.deepEqual([waiting, live, words], [false, null, "All taken."]);
});

test("a run that the server refuses is not waited for, and its reason is shown", () => {
  const world = running("warm-up", 5);
  world.on.error("seed is 5", false);
  assert.deepEqual([world.position().waiting, world.position().trouble], [false, "seed is 5"]);
});

test("leaving a run shows the shipped one", () => {
  const world = running("warm-up", 5);
  world.on.frame(frame());
  world.run.leave();
  const { live, end } = world.position();
  assert.deepEqual([live, end.rate], [null, 1.6]);
  assert.equal(world.sent.at(-1)[0], "pause");
});

test("until its first frame comes a remedy is shown where it begins: at the collapsed model", () => {
  const toy = readToy(facts());
  const start = toy.beginning("warm-up", 5);
  assert.deepEqual([start.run, start.rate, start.measured, start.total], ["warm-up", 0.01, 0, 120]);
  assert.deepEqual(start.trail.rate, [98]);
  assert.equal(toy.beginning("pretrained", 5).live, false);
});
