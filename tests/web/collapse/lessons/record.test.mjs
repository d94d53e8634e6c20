import assert from "node:assert/strict";
import test from "node:test";
import { part } from "../../modules.mjs";

const { createLessonRecord, format, parse } = await part("collapse/lessons/record");
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
  const record = createLessonRecord(store);
  record.setGuess("line", 2, 5);
  record.setGuess("line", 2, 6);
  record.setTruth("line", 2, 4, { text: { "a.b": 1 }, explain: {} });
  record.setReached("line", 3);
  assert.deepEqual(store.get().guesses, ["line.2.6"]);
  const later = createLessonRecord(createStore({ guesses: [] }));
  assert.deepEqual(later.values("line", 2), { text: { "a.b": 1 }, explain: {} });
  assert.deepEqual([later.guess("line", 2), later.truth("line", 2), later.reached("line")], [6, 4, 3]);
});

test("a guess in the address goes before the one that the browser kept", (context) => {
  fakeStorage(context, JSON.stringify({ "line.2": { guess: 6 } }));
  const record = createLessonRecord(createStore({ guesses: ["line.2.7", "line.20.1"] }));
  assert.equal(record.guess("line", 2), 7);
  assert.equal(record.guess("other", 2), null);
});

test("a new guess clears the truth before it; forgetting clears one lesson only", (context) => {
  fakeStorage(context);
  const store = createStore({ guesses: ["other.1.1"] });
  const record = createLessonRecord(store);
  record.setGuess("line", 1, 1);
  record.setTruth("line", 1, 1);
  record.setGuess("line", 1, 2);
  assert.equal(record.truth("line", 1), null);
  record.setReached("line", 2);
  record.forget("line");
  assert.deepEqual([record.guess("line", 1), record.reached("line"), store.get().guesses], [null, 0, ["other.1.1"]]);
});

test("a damaged record is ignored, and a browser without storage forgets", (context) => {
  fakeStorage(context, "[1");
  assert.equal(createLessonRecord(createStore({ guesses: [] })).guess("line", 1), null);
  delete globalThis.localStorage;
  const record = createLessonRecord(createStore({ guesses: [] }));
  record.setGuess("line", 1, 3);
  assert.equal(record.guess("line", 1), 3);
});
