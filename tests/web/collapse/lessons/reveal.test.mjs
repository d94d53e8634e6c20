import assert from "node:assert/strict";
import test from "node:test";
import { part } from "../../modules.mjs";

const { between, endOf, patchOf, reveal } = await part("collapse/lessons/reveal");
const { initial, read } = await part("collapse/page/state");
const { createStore } = await part("core/store");

const step = { press: [], truth: [["lab.active"]], answer: { kind: "number" } };

function page(found = {}) {
  const store = createStore({ ...initial(), found });
  return {
    store,
    read,
    root: () => null,
    publish: (key, value) => store.set({ found: { ...store.get().found, [key]: value } }),
  };
}

test("settings are taken as an address says them; what no part has is left out", () => {
  assert.deepEqual(patchOf({ tab: "why", step: "4", nothing: "1", lesson: "a" }, read), {
    tab: "why",
    step: 4,
    lesson: "a",
  });
  assert.deepEqual(patchOf({ tab: "nowhere" }, read), {});
});

test("a step that is done stands where revealing has brought it", () => {
  const done = endOf(
    {
      show: { tab: "why", scree_beta: "8", scree_s2: "0.02" },
      set: { scree_s2: "0.04" },
      move: { key: "scree_beta", from: 8, to: 16 },
    },
    read,
  );
  assert.deepEqual(done, { tab: "why", scree_beta: 16, scree_s2: 0.04 });
  assert.deepEqual(endOf({}, read), {});
});

test("the truth is what is measured after revealing, once it stays; not what stood there before", (context) => {
  context.mock.timers.enable({ apis: ["setTimeout"] });
  const at = page({ "lab.active": 8 });
  const told = [];
  reveal({ ...step, set: { tab: "why" } }, at, (truth) => told.push(truth));
  assert.equal(at.store.get().tab, "why");
  context.mock.timers.tick(300);
  at.publish("lab.active", 3);
  context.mock.timers.tick(300);
  at.publish("lab.active", 2);
  at.publish("lab.rate", 9);
  context.mock.timers.tick(300);
  assert.deepEqual(told, []);
  context.mock.timers.tick(300);
  assert.deepEqual(told, [2]);
  at.publish("lab.active", 1);
  context.mock.timers.tick(9000);
  assert.deepEqual(told, [2]);
});

test("a truth that revealing does not change is taken after a while", (context) => {
  context.mock.timers.enable({ apis: ["setTimeout"] });
  const told = [];
  reveal(step, page({ "lab.active": 8 }), (truth) => told.push(truth));
  context.mock.timers.tick(1000);
  assert.deepEqual(told, []);
  context.mock.timers.tick(1000);
  assert.deepEqual(told, [8]);
});

test("a run that was begun to be measured stops once it is, so that talk costs no steps", async () => {
  globalThis.CSS ??= { escape: (text) => text };
  const play = {
    ariaPressed: "false",
    click: () => (play.ariaPressed = play.ariaPressed === "true" ? "false" : "true"),
  };
  const at = { ...page(), root: () => ({ querySelector: () => play }) };
  reveal({ ...step, press: ["lab-play"], wait: { key: "lab.step", least: 100 } }, at, () => {});
  assert.equal(play.ariaPressed, "true");
  at.store.set({ found: { "lab.active": 3, "lab.step": 99 } });
  await Promise.resolve();
  assert.equal(play.ariaPressed, "true");
  at.store.set({ found: { "lab.active": 3, "lab.step": 100 } });
  await Promise.resolve();
  assert.equal(play.ariaPressed, "false");
});

test("where there is something to wait for, the truth is read then, with all that came with it", async () => {
  const at = page();
  const told = [];
  reveal({ ...step, wait: { key: "lab.step", least: 100 } }, at, (truth) => told.push(truth));
  at.publish("lab.active", 8);
  at.publish("lab.step", 50);
  await null;
  assert.deepEqual(told, []);
  at.publish("lab.step", 120);
  at.publish("lab.active", 4);
  await null;
  assert.deepEqual(told, [4]);
});

test("who leaves the step hears nothing more", async () => {
  const at = page();
  const told = [];
  const stop = reveal(step, at, (truth) => told.push(truth));
  at.publish("lab.active", 4);
  stop();
  await null;
  assert.deepEqual(told, []);
});

test("a way over many sizes is gone in equal factors, any other in equal steps", () => {
  assert.ok(Math.abs(between(1, 100, 0.5) - 10) < 1e-9);
  assert.equal(between(1, 10, 0.5), 5.5);
  assert.equal(between(0, 100, 0.5), 50);
});
