import assert from "node:assert/strict";
import test from "node:test";
import { part } from "../modules.mjs";

const { DWELL_MS, GRACE_MS, HIT_MS, createHover } = await part("map/hover");
const { BUDGET, inSoftware, share, spreadOrder } = await part("map/order");
const { watchPointer } = await part("map/pointer");

/** A clock that is turned by hand. */
function createClock() {
  let [now, jobs] = [0, []];
  return {
    now: () => now,
    later: (work, ms) => (jobs.push({ work, at: now + ms }), jobs.at(-1)),
    cancel: (job) => (jobs = jobs.filter((one) => one !== job)),
    pass(ms) {
      const end = now + ms;
      for (let next; (next = jobs.filter(({ at }) => at <= end).sort((a, b) => a.at - b.at)[0]); ) {
        jobs = jobs.filter((job) => job !== next);
        now = next.at;
        next.work();
      }
      now = end;
    },
  };
}

function setUp() {
  const [clock, rings, cards, picks] = [createClock(), [], [], []];
  const hover = createHover(
    (x, y) => (picks.push(x), x),
    { ring: (i) => rings.push(i), card: (i) => cards.push(i) },
    clock,
  );
  return { clock, rings, cards, picks, hover };
}

test("a point that is tapped has its card at once, until the next press", () => {
  const { clock, rings, cards, hover } = setUp();
  hover.show(4);
  assert.deepEqual([rings, cards], [[4], [4]]);
  clock.pass(DWELL_MS + GRACE_MS);
  assert.deepEqual(cards, [4]);
  hover.drop();
  assert.deepEqual(
    [rings, cards],
    [
      [4, -1],
      [4, -1],
    ],
  );
});

test("a point is ringed at once, and has its card after a dwell", () => {
  const { clock, rings, cards, hover } = setUp();
  hover.move(4, 0);
  assert.deepEqual([rings, cards], [[4], []]);
  clock.pass(DWELL_MS - 1);
  assert.deepEqual(cards, []);
  clock.pass(1);
  assert.deepEqual(cards, [4]);
});

test("a card stays for a grace, and coming back keeps it", () => {
  const { clock, cards, hover } = setUp();
  hover.move(4, 0);
  clock.pass(DWELL_MS);
  hover.leave();
  clock.pass(GRACE_MS - 1);
  hover.move(4, 0);
  clock.pass(2 * GRACE_MS);
  assert.deepEqual(cards, [4]);
  hover.leave();
  clock.pass(GRACE_MS);
  assert.deepEqual(cards, [4, -1]);
  hover.move(5, 0);
  clock.pass(DWELL_MS);
  hover.drop();
  assert.deepEqual(cards, [4, -1, 5, -1]);
});

test("however fast the pointer, one look in 50 ms, and the last place is looked at", () => {
  const { clock, picks, rings, hover } = setUp();
  for (let x = 0; x < 20; x++) {
    hover.move(x, 0);
    clock.pass(10);
  }
  clock.pass(HIT_MS);
  assert.ok(picks.length <= 5, `${picks.length}`);
  assert.equal(picks.at(-1), 19);
  assert.equal(rings.at(-1), 19);
});

test("every beginning of the order is spread over all points, and the whole is each once", () => {
  for (const n of [1, 2, 7, 10_000, 65_536]) {
    const order = spreadOrder(n);
    assert.deepEqual(
      [...order].sort((a, b) => a - b),
      Array.from({ length: n }, (_, i) => i),
    );
  }
  const start = [...spreadOrder(10_000).subarray(0, 100)].sort((a, b) => a - b);
  const gaps = start.slice(1).map((at, i) => at - start[i]);
  assert.ok(Math.max(...gaps) < 300, `${Math.max(...gaps)}`);
});

test("only where drawing is slow a part stands for the whole", () => {
  assert.equal(share(1e6, 0, false), 1e6);
  assert.equal(share(1e6, 0, true), BUDGET);
  assert.equal(share(70_000, BUDGET, true), 30_000);
  assert.equal(share(10_000, 0, true), 10_000);
  assert.ok(inSoftware("ANGLE (Google, Vulkan 1.3.0 (SwiftShader Device (Subzero)), SwiftShader driver)"));
  assert.ok(inSoftware("llvmpipe (LLVM 15)") && !inSoftware("ANGLE (NVIDIA GeForce RTX)"));
});

/** A canvas that takes events, and what came of them. */
function hands(draws) {
  const heard = [];
  const canvas = {
    getBoundingClientRect: () => ({ left: 0, top: 0 }),
    setPointerCapture() {},
    addEventListener() {},
    clientWidth: 100,
    clientHeight: 80,
  };
  const on = { drawing: () => draws, grips: () => false };
  for (const name of ["hover", "down", "begin", "stroke", "select", "walk", "pan", "zoom", "click", "whole", "step"])
    on[name] = (...args) => heard.push([name, ...args]);
  watchPointer(canvas, on);
  const send = (kind, pointerId, clientX, clientY) =>
    canvas[`onpointer${kind}`]({ pointerId, clientX, clientY, pointerType: "touch" });
  const press = (key, shiftKey) => canvas.onkeydown({ key, shiftKey, preventDefault() {} });
  return { heard, send, press, named: (name) => heard.filter(([one]) => one === name) };
}

test("one finger does what the tool says", () => {
  const { send, named } = hands("box");
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
  const { send, named } = hands(null);
  send("down", 1, 10, 10);
  send("up", 1, 10, 10);
  send("leave", 1, 10, 10);
  assert.deepEqual(named("click"), [["click", 10, 10, true]]);
  assert.equal(named("hover").length, 0);
});

test("with Shift an arrow goes ten steps", () => {
  const { press, named } = hands(null);
  press("ArrowRight", false);
  press("ArrowUp", true);
  assert.deepEqual(named("step"), [
    ["step", 8, 0],
    ["step", 0, -80],
  ]);
});

test("two fingers move and zoom the map, whatever the tool", () => {
  const { send, named } = hands("lasso");
  send("down", 1, 10, 10);
  send("down", 2, 30, 10);
  send("move", 2, 50, 10);
  assert.deepEqual(named("zoom"), [["zoom", 30, 10, 2]]);
  assert.deepEqual(named("pan"), [["pan", 10, 0]]);
  send("up", 2, 50, 10);
  send("up", 1, 10, 10);
  assert.equal(named("select").length + named("click").length, 0);
});
