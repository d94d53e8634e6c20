import assert from "node:assert/strict";
import test from "node:test";
import { part } from "../modules.mjs";

const { watchPointer } = await part("map/pointer");

/** A canvas that takes events, and what came of them; `draws` is the tool, the marker is gripped where x < 5. */
function setUp(draws, pointerType = "touch") {
  const [calls, listeners] = [[], {}];
  const canvas = {
    getBoundingClientRect: () => ({ left: 0, top: 0 }),
    setPointerCapture() {},
    addEventListener: (kind, listener) => Object.assign(listeners, { [kind]: listener }),
    clientWidth: 100,
    clientHeight: 80,
  };
  const on = { drawing: () => draws, grips: (x) => x < 5 };
  for (const name of ["hover", "down", "begin", "stroke", "select", "move", "pan", "zoom", "click", "whole", "step"])
    on[name] = (...args) => calls.push([name, ...args]);
  watchPointer(canvas, on, (text) => calls.push(["hint", text]));
  const send = (kind, pointerId, clientX, clientY) =>
    canvas[`onpointer${kind}`]({ pointerId, clientX, clientY, pointerType });
  const press = (key, shiftKey) => canvas.onkeydown({ key, shiftKey, preventDefault() {} });
  /** Whether the page may scroll with the fingers that are down. */
  const scrolls = () => {
    let free = true;
    const preventDefault = () => {
      free = false;
    };
    listeners.touchmove({ preventDefault });
    return free;
  };
  return { send, press, scrolls, named: (name) => calls.filter(([one]) => one === name) };
}

test("one finger scrolls the page and says how to move the map", () => {
  const { send, scrolls, named } = setUp(null);
  send("down", 1, 50, 10);
  send("move", 1, 50, 40);
  assert.ok(scrolls());
  assert.deepEqual(named("hint"), [["hint", "Use two fingers to move the map"]]);
  send("cancel", 1, 50, 40);
  send("down", 1, 50, 10);
  send("move", 1, 90, 10);
  send("up", 1, 90, 10);
  for (const name of ["pan", "move", "select", "click"]) assert.deepEqual(named(name), []);
});

test("one finger on the marker, or with a tool that draws, is the map's", () => {
  const marker = setUp(null);
  marker.send("down", 1, 4, 10);
  marker.send("move", 1, 4, 40);
  assert.ok(!marker.scrolls());
  assert.deepEqual([marker.named("begin").length, marker.named("move")], [1, [["move", 4, 40]]]);
  const lasso = setUp("lasso");
  lasso.send("down", 1, 50, 10);
  lasso.send("move", 1, 50, 40);
  assert.ok(!lasso.scrolls());
  assert.deepEqual(lasso.named("hint"), []);
});

test("a mouse drags the map", () => {
  const { send, named } = setUp(null, "mouse");
  send("down", 1, 50, 10);
  send("move", 1, 60, 30);
  assert.deepEqual(named("pan"), [["pan", 10, 20]]);
  assert.deepEqual(named("hint"), []);
});

test("one finger does what the tool says", () => {
  const { send, named } = setUp("box");
  send("down", 1, 10, 10);
  send("move", 1, 50, 40);
  send("up", 1, 50, 40);
  assert.deepEqual(named("select"), [
    [
      "select",
      [
        [10, 10],
        [50, 10],
        [50, 40],
        [10, 40],
      ],
    ],
  ]);
  assert.equal(named("pan").length, 0);
});

test("a finger that is lifted has tapped, and takes no card away", () => {
  const { send, named } = setUp(null);
  send("down", 1, 10, 10);
  send("up", 1, 10, 10);
  send("leave", 1, 10, 10);
  assert.deepEqual(named("click"), [["click", 10, 10, true]]);
  assert.equal(named("hover").length, 0);
});

test("with Shift an arrow goes ten steps", () => {
  const { press, named } = setUp(null);
  press("ArrowRight", false);
  press("ArrowUp", true);
  assert.deepEqual(named("step"), [
    ["step", 8, 0],
    ["step", 0, -80],
  ]);
});

test("two fingers move and zoom the map, whatever the tool", () => {
  const { send, scrolls, named } = setUp("lasso");
  send("down", 1, 10, 10);
  send("down", 2, 30, 10);
  send("move", 2, 50, 10);
  assert.ok(!scrolls());
  assert.deepEqual(named("zoom"), [["zoom", 30, 10, 2]]);
  assert.deepEqual(named("pan"), [["pan", 10, 0]]);
  send("up", 2, 50, 10);
  send("up", 1, 10, 10);
  assert.equal(named("select").length + named("click").length, 0);
});
