import assert from "node:assert/strict";
import test from "node:test";
import { part } from "../modules.mjs";

const { createStore } = await part("core/store");
const { createInterpolationPlayer } = await part("conditions/play");
const { conditionAt, firstEnds, positionOf } = await part("conditions/interpolation");
const { pickExamples } = await part("conditions/examples");
const { sumText } = await part("conditions/weights");

test("c moves from one class to the other, and its position between them is known", () => {
  const ends = { from: 2, to: 0 };
  assert.deepEqual([...conditionAt(3, ends, 0)], [0, 0, 1]);
  assert.deepEqual([...conditionAt(3, ends, 1)], [1, 0, 0]);
  assert.ok(Math.abs(positionOf(conditionAt(3, ends, 0.3), ends) - 0.3) < 1e-4);
  assert.equal(positionOf([0, 1, 0], ends), null);
  assert.equal(positionOf([0.2, 0, 0.2], ends), null);
});

test("at first it goes between the present class and the next, or between the two of a mixture", () => {
  assert.deepEqual(firstEnds([0, 0, 1]), { from: 2, to: 0 });
  assert.deepEqual(firstEnds([0.3, 0, 0.7]), { from: 2, to: 0 });
  assert.deepEqual(firstEnds([0, 0, 0]), { from: 0, to: 1 });
});

function player(calm) {
  const store = createStore({ c: 0, model: {} });
  const waiting = [];
  const env = { frame: (draw) => waiting.push(draw), later: (work, ms) => waiting.push(work, ms), calm: () => calm };
  let remembered = 0;
  const made = createInterpolationPlayer(
    store,
    { remember: () => (remembered += 1) },
    { at: (t) => t, here: () => store.get().c },
    env,
  );
  const heard = [];
  made.watch((playing) => heard.push(playing));
  return { store, waiting, made, heard, remembered: () => remembered };
}

test("playing moves c by the clock and stops when something else moves c", () => {
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

test("one image of each class is offered, in their order; of attributes any", () => {
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

test("the sum of the weights is shown", () => {
  assert.equal(sumText([0.5, 0.5]), "Weights sum to 100\u00a0%.");
  assert.equal(sumText([0.5, 0.2]), "Weights sum to 70\u00a0%.");
  assert.equal(sumText([0, 0]), "Unconditional: all weights are 0.");
});
