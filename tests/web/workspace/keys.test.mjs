import assert from "node:assert/strict";
import test from "node:test";
import { part } from "../modules.mjs";

const { KEYS, UNDO, keyOf, watchKeys } = await part("workspace/keys");

const on = (tag, type = "") => ({
  matches: (selector) =>
    selector.split(", ").some((one) => one === tag || (one === `${tag}:not([type=range])` && type !== "range")),
});
const press = (key, more = {}, target = on("canvas")) => keyOf({ key, target, ...more })?.does ?? null;

test("letters mean what the sheet of keys says", () => {
  assert.match(press("r"), /randomise/);
  assert.match(press("L"), /lock/);
  assert.match(press("p"), /pin/);
  assert.match(press("0"), /prior/);
  assert.match(press("?"), /keys/);
  assert.equal(press("x"), null);
});

test("undo and redo want the command key, on either keyboard", () => {
  for (const command of [{ ctrlKey: true }, { metaKey: true }]) {
    assert.equal(press("z", { ...command, shiftKey: false }), "undo");
    assert.equal(press("Z", { ...command, shiftKey: true }), "redo");
  }
  assert.equal(press("z"), null);
  assert.equal(press("r", { ctrlKey: true }), null, "the browser's own reload");
  assert.equal(press("l", { altKey: true }), null);
});

test("who types is not commanded, but may leave", () => {
  for (const field of [on("input", "text"), on("select"), on("textarea")]) {
    assert.equal(press("r", {}, field), null);
    assert.equal(press("z", { ctrlKey: true, shiftKey: false }, field), null);
    assert.match(press("Escape", {}, field), /close/);
  }
  assert.match(press("r", {}, on("input", "range")), /randomise/);
});

test("a space presses the button that has the focus, elsewhere it plays", () => {
  assert.equal(press(" ", {}, on("button")), null);
  assert.match(press(" "), /play/);
});

test("a key that is held acts once; undo and redo go on", () => {
  const done = [];
  const actions = Object.fromEntries(
    ["randomise", "pin", "togglePlay", "undo", "redo"].map((name) => [name, () => done.push(name)]),
  );
  let hear = null;
  watchKeys({ addEventListener: (_, listener) => (hear = listener) }, { get: () => ({}), set: () => {} }, actions);
  const hold = (key, more = {}) => {
    let kept = 0;
    const event = {
      key,
      target: on("canvas"),
      shiftKey: false,
      stopPropagation() {},
      preventDefault: () => (kept += 1),
      ...more,
    };
    for (let i = 0; i < 3; i++) hear({ ...event, repeat: i > 0 });
    assert.equal(kept, 3, "no repeat reaches the browser");
  };
  for (const key of ["r", "p", " "]) hold(key);
  hold("z", { ctrlKey: true });
  hold("Z", { ctrlKey: true, shiftKey: true });
  assert.deepEqual(done, ["randomise", "pin", "togglePlay", "undo", "undo", "undo", "redo", "redo", "redo"]);
});

test("a page may have undo and redo alone; no other key leaves it all the same", () => {
  assert.deepEqual(
    UNDO.map(({ does }) => does),
    ["undo", "redo"],
  );
  const done = [];
  let hear = null;
  watchKeys({ addEventListener: (_, listener) => (hear = listener) }, {}, { undo: () => done.push("undo") }, UNDO);
  let stopped = 0;
  for (const key of ["p", "r", "z"])
    hear({
      key,
      target: on("canvas"),
      ctrlKey: key === "z",
      shiftKey: false,
      stopPropagation: () => (stopped += 1),
      preventDefault() {},
    });
  assert.deepEqual([done, stopped], [["undo"], 3]);
});

test("every key that has no part of its own says what it does once", () => {
  const own = KEYS.filter(({ keys }) => keys);
  assert.equal(new Set(own.map(({ does }) => does)).size, own.length);
  assert.ok(own.every(({ act }) => typeof act === "function"));
});
