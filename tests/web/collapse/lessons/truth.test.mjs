import assert from "node:assert/strict";
import test from "node:test";
import { part } from "../../modules.mjs";

const { guessParts, hasCome, isRight, progressText, rightOption, truthOf, truthParts } =
  await part("collapse/lessons/truth");

const number = {
  answer: { kind: "number", min: 0, max: 8, step: 1, unit: "dimensions" },
  truth: [["lab.active"]],
  near: 1,
};
const choice = {
  answer: {
    kind: "choice",
    options: [
      { html: "none", min: 0, max: 0 },
      { html: "some", min: 1, max: 3 },
      { html: "all", min: 4, max: null },
    ],
  },
  truth: [["lab.fresh", "lab.active"]],
};
const axes = {
  x: { label: "rate", min: 0, max: 50, unit: "nats" },
  y: { label: "distortion", min: 50, max: 250, unit: "nats" },
};
const mark = { answer: { kind: "mark", ...axes }, truth: [["sweep.rate"], ["sweep.distortion"]] };

test("a truth is what was measured, a difference, or two numbers; nothing while one is missing", () => {
  assert.equal(truthOf(number, { "lab.active": 4 }), 4);
  assert.equal(truthOf(number, { "lab.active": 0 }), 0);
  assert.equal(truthOf(number, {}), null);
  assert.equal(truthOf(number, { "lab.active": null }), null);
  assert.equal(truthOf(choice, { "lab.fresh": 4, "lab.active": 1 }), 3);
  assert.equal(truthOf(choice, { "lab.fresh": 4 }), null);
  assert.equal(truthOf(choice, { "lab.fresh": 4, "lab.active": null }), null);
  assert.deepEqual(truthOf(mark, { "sweep.rate": 10, "sweep.distortion": 90 }), [10, 90]);
  assert.equal(truthOf(mark, { "sweep.rate": 10 }), null);
});

test("a guess is right within its allowance", () => {
  assert.ok(isRight(number, 5, 4) && isRight(number, 4, 4) && !isRight(number, 6, 4));
  assert.ok(!isRight({ ...number, near: undefined }, 5, 4));
  assert.ok(isRight(choice, 1, 3) && !isRight(choice, 0, 3));
  assert.ok(
    isRight(mark, [12, 100], [10, 90]) && !isRight(mark, [16, 90], [10, 90]) && !isRight(mark, [10, 120], [10, 90]),
  );
});

test("the right option is the one whose range the truth lies in, or whose word it is", () => {
  assert.deepEqual(
    [0, 2, 3, 9].map((truth) => rightOption(choice.answer, truth)),
    [0, 1, 1, 2],
  );
  assert.equal(rightOption(choice.answer, 3.5), -1);
  const words = {
    options: [
      { text: "Free bits", is: "free-bits" },
      { text: "Warm-up", is: "warm-up" },
    ],
  };
  assert.equal(rightOption(words, "warm-up"), 1);
  assert.equal(rightOption({ options: [{ text: "few", min: null, max: 3 }] }, -5), 0);
});

test("guesses and truths are written with their units", () => {
  assert.deepEqual(guessParts(number, 5), ["5 dimensions"]);
  assert.deepEqual(guessParts(number, 1), ["1 dimension"]);
  assert.deepEqual(guessParts(choice, 1), [{ html: "some" }]);
  assert.deepEqual(guessParts(mark, [12.345, 99.04]), ["rate 12.3 nats, distortion 99 nats"]);
  assert.deepEqual(truthParts(choice, 3), [{ html: "some" }, " (3)"]);
  assert.deepEqual(truthParts(choice, 3.5), ["3.5"]);
  assert.deepEqual(truthParts(number, 4), ["4 dimensions"]);
});

test("what a step waits for has come when the number is there", () => {
  const least = { wait: { key: "lab.step", least: 800 } };
  assert.ok(!hasCome(least, {}) && !hasCome(least, { "lab.step": 799 }) && hasCome(least, { "lab.step": 800 }));
  const more = { wait: { key: "lab.step", least: 100, more: true } };
  assert.ok(
    !hasCome(more, { "lab.step": 580 }, { "lab.step": 500 }) && hasCome(more, { "lab.step": 600 }, { "lab.step": 500 }),
  );
  assert.ok(
    !hasCome(more, { "lab.step": 20 }, { "lab.step": 500 }) && hasCome(more, { "lab.step": 100 }, { "lab.step": 500 }),
    "a fresh run counts from zero",
  );
  assert.ok(hasCome({ wait: { key: "a", most: 1 } }, { a: 0.5 }) && hasCome({}, {}));
});

test("a wait shows how far it has come", () => {
  assert.equal(progressText({ key: "s", least: 600, more: true }, { s: 520 }, { s: 400 }), ": 120 of 600");
  assert.equal(progressText({ key: "s", least: 1000 }, { s: 1200 }, { s: 400 }), ": 1,000 of 1,000");
  assert.equal(progressText({ key: "s", least: 100, more: true }, { s: 20 }, { s: 400 }), ": 20 of 100");
  assert.equal(progressText({ key: "s", most: 1 }, { s: 20 }, {}), "");
  assert.equal(progressText({ key: "s", least: 1 }, {}, {}), "");
});
