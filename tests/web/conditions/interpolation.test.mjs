import assert from "node:assert/strict";
import test from "node:test";
import { part } from "../modules.mjs";

const { createStore } = await part("core/store");
const { createWalkPlayer } = await part("conditions/play");
const { firstWalk, shareOf, walkAt } = await part("conditions/interpolation");
const { pickExamples } = await part("conditions/examples");
const { restText } = await part("conditions/weights");

test("a walk goes from the one class to the other, and knows where on it c is", () => {
  const walk = { from: 2, to: 0 };
  assert.deepEqual([...walkAt(3, walk, 0)], [0, 0, 1]);
  assert.deepEqual([...walkAt(3, walk, 1)], [1, 0, 0]);
  assert.ok(Math.abs(shareOf(walkAt(3, walk, 0.3), walk) - 0.3) < 1e-4);
  assert.equal(shareOf([0, 1, 0], walk), null);
  assert.equal(shareOf([0.2, 0, 0.2], walk), null);
});

test("at first it goes between what is told now and the next, or between the two of a mixture", () => {
  assert.deepEqual(firstWalk([0, 0, 1]), { from: 2, to: 0 });
  assert.deepEqual(firstWalk([0.3, 0, 0.7]), { from: 2, to: 0 });
  assert.deepEqual(firstWalk([0, 0, 0]), { from: 0, to: 1 });
});

function player(calm) {
  const store = createStore({ c: 0, model: {} });
  const waiting = [];
  const env = { frame: (draw) => waiting.push(draw), later: (work, ms) => waiting.push(work, ms), calm: () => calm };
  let remembered = 0;
  const made = createWalkPlayer(
    store,
    { remember: () => (remembered += 1) },
    { go: (t) => t, here: () => store.get().c },
    env,
  );
  const heard = [];
  made.watch((playing) => heard.push(playing));
  return { store, waiting, made, heard, remembered: () => remembered };
}

test("playing moves c by the clock and ends where c is moved otherwise", () => {
  const { store, waiting, made, heard, remembered } = player(false);
  made.toggle();
  waiting.shift()(0);
  waiting.shift()(60);
  assert.ok(store.get().c > 0 && store.get().c < 0.1);
  store.set({ c: 0.7 });
  assert.deepEqual(heard, [false, true, false]);
  waiting.shift()(90);
  assert.equal(store.get().c, 0.7);
  assert.equal(remembered(), 1);
});

test("with little motion it goes in eight slow steps", () => {
  const { store, waiting, made } = player(true);
  made.toggle();
  const [work, ms] = waiting.splice(0, 2);
  assert.ok(ms >= 500);
  work();
  assert.equal(store.get().c, 1 / 8);
});

test("of each class one picture is offered, in their order; of attributes any", () => {
  let seed = 0;
  const random = () => (seed = (seed * 0.7 + 0.317) % 1);
  const codes = { n: 100, labels: Uint16Array.from({ length: 100 }, (_, i) => i % 4) };
  const found = pickExamples(codes, 4, random);
  assert.deepEqual(
    found.map((i) => codes.labels[i]),
    [0, 1, 2, 3],
  );
  assert.equal(pickExamples(codes, 0, random).length, 10);
});

test("what the weights leave is said", () => {
  assert.equal(restText([0.5, 0.5]), "All of it is told.");
  assert.equal(restText([0.5, 0.2]), "The other 30% is told nothing.");
  assert.equal(restText([0, 0]), "Nothing is told.");
});
