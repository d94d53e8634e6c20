import assert from "node:assert/strict";
import test from "node:test";
import { part } from "../../modules.mjs";

const { createHints } = await part("collapse/lab/hints");
const units = (text) => [...text].map((one) => one === "1");

/** Hints that have heard `states`, [first step, last step, beta, dimensions], a frame every ten steps; the last line. */
function told(...states) {
  const hints = createHints();
  let text = "";
  for (const [from, to, beta, active] of states)
    for (let step = from; step <= to; step += 10) text = hints.hear({ step, beta, force: beta, active: units(active) });
  return text;
}

test("before anything was trained the line says what to do", () => {
  assert.match(told([0, 0, 1, "1111"]), /^Press play/);
});

test("the first count is told once it has settled", () => {
  assert.match(told([0, 200, 1, "1111"]), /^The dimensions find their places/);
  assert.equal(
    told([0, 400, 1, "1110"]),
    "3 of 4 dimensions carry something at beta 1. Raise beta and watch them die.",
  );
});

test("dimensions that die after beta was raised are counted, with what to try next", () => {
  assert.equal(
    told([0, 400, 1, "1111"], [410, 600, 8, "1000"]),
    "3 dimensions died at beta 8; lower beta and see which return.",
  );
  assert.equal(
    told([0, 400, 1, "1111"], [410, 600, 8, "1110"]),
    "1 dimension died at beta 8; lower beta and see which return.",
  );
});

test("a dimension that flickers at the threshold is not told", () => {
  const flicker = Array.from({ length: 20 }, (_, i) => [410 + 20 * i, 420 + 20 * i, 8, i % 2 ? "1111" : "1110"]);
  assert.equal(
    told([0, 400, 1, "1111"], ...flicker),
    "Beta went from 1 to 8, with 4 of 4 dimensions active: how many die?",
  );
});

test("a drag of beta is one move: deaths on the way are counted together", () => {
  const drag = [2, 3, 5, 8].map((beta, i) => [410 + 20 * i, 420 + 20 * i, beta, "1111"]);
  assert.match(told([0, 400, 1, "1111"], ...drag, [490, 700, 8, "1100"]), /^2 dimensions died at beta 8/);
});

test("when all are dead the line says what the decoder does, and to lower beta", () => {
  assert.match(
    told([0, 400, 1, "1100"], [410, 700, 16, "0000"]),
    /^All 4 dimensions are dead at beta 16: .* then lower beta: which return/,
  );
});

test("once beta is moved the line no longer tells of the beta before", () => {
  const dead = [
    [0, 400, 1, "1100"],
    [410, 700, 16, "0000"],
  ];
  assert.equal(
    told(...dead, [710, 720, 1, "0000"]),
    "Beta went from 16 to 1, with 0 of 4 dimensions active: how many return?",
  );
  assert.equal(
    told([0, 400, 1, "1111"], [410, 420, 0.5, "1111"]),
    "Beta went from 1 to 0.5, with 4 of 4 dimensions active.",
  );
});

test("dimensions that come back are counted, and a fresh run is the measure", () => {
  const dead = [
    [0, 400, 1, "1111"],
    [410, 700, 16, "0000"],
  ];
  assert.equal(
    told(...dead, [710, 900, 1, "1000"]),
    "1 dimension came back at beta 1: 1 of 4 are active. Start a fresh run at this beta and compare.",
  );
  assert.match(
    told(...dead, [710, 1300, 1, "0000"]),
    /^No dimension came back in 500 steps at beta 1\. Start a fresh run/,
  );
});

test("where some live on and none comes back that is told after a while", () => {
  const text = told([0, 400, 1, "1111"], [410, 700, 8, "1000"], [710, 1300, 1, "1000"]);
  assert.match(text, /^Still 1 of 4 dimensions 500 steps after beta went from 8 to 1/);
});

test("32 dimensions are counted rightly", () => {
  assert.match(told([0, 400, 1, "1".repeat(32)]), /^32 of 32/);
});

test("while a schedule raises beta that is said, and no count before it is there", () => {
  const hints = createHints();
  const hear = (step, force) => hints.hear({ step, beta: 4, force, active: units("1100") });
  for (let step = 0; step < 400; step += 10) hear(step, step / 100);
  assert.match(hear(390, 3.9), /^Beta is on its way up to 4/);
  assert.match(hear(400, 4), /^2 of 4 dimensions carry something at beta 4/);
});
