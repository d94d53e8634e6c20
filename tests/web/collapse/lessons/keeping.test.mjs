import assert from "node:assert/strict";
import test from "node:test";
import { part } from "../../modules.mjs";

const { createKeeping, format, parse } = await part("collapse/lessons/keeping");
const { createStore } = await part("core/store");

/** A browser's storage, until the test ends. */
function fakeStorage(context, text = null) {
  const kept = new Map(text === null ? [] : [["vaeviz.lessons", text]]);
  globalThis.localStorage = { getItem: (key) => kept.get(key) ?? null, setItem: (key, value) => kept.set(key, value) };
  context.after(() => delete globalThis.localStorage);
  return kept;
}

test("a guess is a word of the address and back", () => {
  for (const guess of [0, 4, -1.5, [12.5, 99]]) assert.deepEqual(parse(format(guess)), guess);
  assert.equal(parse("x"), null);
  assert.equal(parse(""), null);
  assert.equal(parse("1_2_3"), null);
});

test("guesses and truths outlive the page, in the browser and in the address", (context) => {
  fakeStorage(context);
  const store = createStore({ guesses: [] });
  const keeping = createKeeping(store);
  keeping.setGuess("line", 2, 5);
  keeping.setGuess("line", 2, 6);
  keeping.setTruth("line", 2, 4, { text: { "a.b": 1 }, explain: {} });
  keeping.setReached("line", 3);
  assert.deepEqual(store.get().guesses, ["line.2.6"]);
  const later = createKeeping(createStore({ guesses: [] }));
  assert.deepEqual(later.told("line", 2), { text: { "a.b": 1 }, explain: {} });
  assert.deepEqual([later.guess("line", 2), later.truth("line", 2), later.reached("line")], [6, 4, 3]);
});

test("what the address says of a guess goes before what the browser kept", (context) => {
  fakeStorage(context, JSON.stringify({ "line.2": { guess: 6 } }));
  const keeping = createKeeping(createStore({ guesses: ["line.2.7", "line.20.1"] }));
  assert.equal(keeping.guess("line", 2), 7);
  assert.equal(keeping.guess("other", 2), null);
});

test("a new guess lets go of the truth before it; forgetting lets go of one lesson only", (context) => {
  fakeStorage(context);
  const store = createStore({ guesses: ["other.1.1"] });
  const keeping = createKeeping(store);
  keeping.setGuess("line", 1, 1);
  keeping.setTruth("line", 1, 1);
  keeping.setGuess("line", 1, 2);
  assert.equal(keeping.truth("line", 1), null);
  keeping.setReached("line", 2);
  keeping.forget("line");
  assert.deepEqual([keeping.guess("line", 1), keeping.reached("line"), store.get().guesses], [null, 0, ["other.1.1"]]);
});

test("a damaged record is none, and a browser without storage forgets", (context) => {
  fakeStorage(context, "[1");
  assert.equal(createKeeping(createStore({ guesses: [] })).guess("line", 1), null);
  delete globalThis.localStorage;
  const keeping = createKeeping(createStore({ guesses: [] }));
  keeping.setGuess("line", 1, 3);
  assert.equal(keeping.guess("line", 1), 3);
});
