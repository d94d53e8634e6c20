import assert from "node:assert/strict";
import test from "node:test";
import { part } from "../modules.mjs";

const { axisOf, numbered, reachOf, unitText } = await part("latents/axis");
const { barText } = await part("latents/bar");
const { densityPath, onAxis } = await part("latents/curves");
const { prepareRange, stepsOf } = await part("latents/slider");

const PRIOR = { mu: [0, 0], logvar: [0, 0] };
const MODEL = {
  prior: PRIOR,
  aggregate_mean: [0.5, 0],
  aggregate_sd: [2, 1],
  rate: [2, 0.004],
  mu_sd: [1.9, 0.05],
  span: 5,
};

test("the axis is in standard deviations of the aggregate posterior from its mean", () => {
  const axis = axisOf(MODEL, 0);
  assert.deepEqual(axis, { centre: 0.5, unit: 2 });
  assert.deepEqual(onAxis(axis, 0.5, 1), { at: 0, wide: 0.5 });
  assert.match(unitText(MODEL).short, /^Aggregate SDs/);
});

test("without codes the axis is the prior's, and says so", () => {
  const model = { prior: { mu: [1], logvar: [Math.log(4)] }, aggregate_mean: null, aggregate_sd: null, span: 4 };
  assert.deepEqual(axisOf(model, 0), { centre: 1, unit: 2 });
  assert.match(unitText(model).short, /^Prior/);
  assert.equal(reachOf(model), 4);
});

test("a collapsed dimension's posterior coincides with the prior", () => {
  const axis = axisOf(MODEL, 1);
  assert.deepEqual(onAxis(axis, 0, 1), onAxis(axis, PRIOR.mu[1], Math.exp(PRIOR.logvar[1] / 2)));
});

test("the sliders reach the codes and the prior", () => {
  assert.equal(reachOf(MODEL), 5);
  assert.equal(reachOf({ ...MODEL, aggregate_sd: [0.5, 1] }), 7);
  assert.equal(reachOf({ ...MODEL, aggregate_sd: [0.1, 1] }), 10);
  assert.deepEqual(numbered(3), [-2, -1, 0, 1, 2]);
  assert.deepEqual(numbered(4), [-2, 0, 2]);
});

test("a density starts and ends on the base line and peaks at the top", () => {
  const places = densityPath()
    .match(/-?[\d.]+,[\d.]+/g)
    .map((pair) => pair.split(",").map(Number));
  assert.equal(Math.min(...places.map(([, y]) => y)), 0);
  assert.deepEqual(
    [places[0], places.at(-1)].map(([, y]) => y),
    [1, 1],
  );
});

test("a bar names its unit, what it is averaged over, and what makes it active", () => {
  assert.equal(
    barText(0, MODEL, 1.5),
    "z0: KL 2.00 nats, mean over the stored images; 1.50 nats for this image; " +
      "variance of \u03bc over the stored images 3.61, above the 0.01 of an active unit",
  );
  assert.match(barText(1, MODEL, null), /0\.0025, not above the 0\.01/);
  assert.equal(barText(1, { rate: null, mu_sd: null }, null), "z1: KL unknown");
});

test("an arrow is 0.1, with Shift ten of them", () => {
  assert.equal(stepsOf({ key: "ArrowRight" }), 1);
  assert.equal(stepsOf({ key: "ArrowDown", shiftKey: true }), -10);
  assert.equal(stepsOf({ key: "PageUp" }), 10);
  assert.equal(stepsOf({ key: "PageUp", shiftKey: true }), 10);
  assert.equal(stepsOf({ key: "ArrowLeft", altKey: true }), 0);
  assert.equal(stepsOf({ key: "a" }), 0);
});

/** A range input from 0 to 100 at 50, and what its own listener was given. */
function range() {
  const node = Object.assign(new EventTarget(), { min: "0", max: "100", step: "1", value: "50" });
  Object.defineProperty(node, "valueAsNumber", { get: () => Number(node.value) });
  const values = [];
  let begun = 0;
  prepareRange(node, () => {
    begun += 1;
  });
  node.addEventListener("input", () => values.push(node.value));
  const send = (type, more = {}) => node.dispatchEvent(Object.assign(new Event(type, { cancelable: true }), more));
  return { node, values, send, begun: () => begun };
}

test("a native range input takes the same keys; a key held down is one gesture", () => {
  const { values, send, begun } = range();
  const press = (key, more = {}) => send("keydown", { key, ...more });
  press("ArrowRight");
  press("ArrowRight", { repeat: true });
  press("ArrowLeft", { shiftKey: true });
  press("PageUp");
  press("Home");
  press("End");
  assert.deepEqual(values, ["51", "52", "42", "52", "0", "100"]);
  assert.equal(begun(), 5);
  assert.equal(press("Tab"), true, "other keys are left to the browser");
  assert.equal(begun(), 5);
});

test("a finger edits only once it moves sideways; a mouse at once", () => {
  const { node, values, send, begun } = range();
  const at = (clientX, clientY, pointerType = "touch") => ({ clientX, clientY, pointerType });
  const slide = (value) => {
    node.value = value;
    send("input");
  };
  send("pointerdown", at(20, 20));
  slide("10"); // as browsers do
  assert.equal(node.value, "50", "put back");
  send("pointermove", at(22, 40));
  slide("11");
  send("pointercancel", at(22, 40)); // the page scrolls
  assert.deepEqual([node.value, values, begun()], ["50", [], 0]);

  send("pointerdown", at(20, 20));
  slide("10");
  send("pointermove", at(30, 22));
  slide("60");
  slide("61");
  send("pointerup", at(31, 22));
  assert.deepEqual([values, begun()], [["60", "61"], 1]);

  send("pointerdown", at(20, 20, "mouse"));
  slide("10");
  assert.deepEqual([values, begun()], [["60", "61", "10"], 2]);
});
