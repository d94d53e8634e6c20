import assert from "node:assert/strict";
import test from "node:test";
import { part } from "../../modules.mjs";
import { SCHEMA } from "../../schema.mjs";

const { between, endOf, patchOf, reveal } = await part("collapse/lessons/reveal");
const { declareKeys, initial, read } = await part("collapse/page/state");
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

declareKeys(SCHEMA);

test("settings are read as in an address; unknown ones are left out", () => {
  assert.deepEqual(patchOf({ tab: "why", step: "4", nothing: "1", lesson: "a" }, read), {
    tab: "why",
    step: 4,
    lesson: "a",
  });
  assert.deepEqual(patchOf({ tab: "nowhere" }, read), {});
});

test("a step that is done has the settings that revealing ended in", () => {
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

test("the truth is what is measured after revealing, once it stays; not what was there before", (context) => {
  context.mock.timers.enable({ apis: ["setTimeout"] });
  const at = page({ "lab.active": 8 });
  const truths = [];
  reveal({ ...step, set: { tab: "why" } }, at, (truth) => truths.push(truth));
  assert.equal(at.store.get().tab, "why");
  context.mock.timers.tick(300);
  at.publish("lab.active", 3);
  context.mock.timers.tick(300);
  at.publish("lab.active", 2);
  at.publish("lab.rate", 9);
  context.mock.timers.tick(300);
  assert.deepEqual(truths, []);
  context.mock.timers.tick(300);
  assert.deepEqual(truths, [2]);
  at.publish("lab.active", 1);
  context.mock.timers.tick(9000);
  assert.deepEqual(truths, [2]);
});

test("a truth that revealing does not change is taken after a while", (context) => {
  context.mock.timers.enable({ apis: ["setTimeout"] });
  const truths = [];
  reveal(step, page({ "lab.active": 8 }), (truth) => truths.push(truth));
  context.mock.timers.tick(1000);
  assert.deepEqual(truths, []);
  context.mock.timers.tick(1000);
  assert.deepEqual(truths, [8]);
});

test("a run that was started to be measured stops once it is", async () => {
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

test("after a wait the truth is read with all that was published with it", async () => {
  const at = page();
  const truths = [];
  reveal({ ...step, wait: { key: "lab.step", least: 100 } }, at, (truth) => truths.push(truth));
  at.publish("lab.active", 8);
  at.publish("lab.step", 50);
  await null;
  assert.deepEqual(truths, []);
  at.publish("lab.step", 120);
  at.publish("lab.active", 4);
  await null;
  assert.deepEqual(truths, [4]);
});

test("leaving the step ends the wait", async () => {
  const at = page();
  const truths = [];
  const stop = reveal(step, at, (truth) => truths.push(truth));
  at.publish("lab.active", 4);
  stop();
  await null;
  assert.deepEqual(truths, []);
});

test("a move over orders of magnitude goes in equal factors, any other in equal steps", () => {
  assert.ok(Math.abs(between(1, 100, 0.5) - 10) < 1e-9);
  assert.equal(between(1, 10, 0.5), 5.5);
  assert.equal(between(0, 100, 0.5), 50);
});
