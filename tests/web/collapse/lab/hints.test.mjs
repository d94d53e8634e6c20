import assert from "node:assert/strict";
import test from "node:test";
import { part } from "../../modules.mjs";

const { createHints } = await part("collapse/lab/hints");
const units = (text) => [...text].map((one) => one === "1");

/**
 * The last line after `runs`: [first step, last step, beta, dimensions above the threshold], a frame every ten steps.
 */
function lineAfter(...runs) {
  const hints = createHints();
  let text = "";
  for (const [from, to, beta, active] of runs)
    for (let step = from; step <= to; step += 10)
      text = hints.update({ step, beta, current: beta, active: units(active), threshold: 0.1 });
  return text;
}

test("before training the line says what to do", () => {
  assert.match(lineAfter([0, 0, 1, "1111"]), /^Press play/);
});

test("the first count is reported once it has settled", () => {
  assert.match(lineAfter([0, 200, 1, "1111"]), /^Dimensions are still settling/);
  assert.equal(
    lineAfter([0, 400, 1, "1110"]),
    "3 of 4 dimensions have a KL above 0.1 nats at β = 1. Raise β and watch them collapse.",
  );
});

test("dimensions that collapse after beta was raised are counted, with what to try next", () => {
  assert.equal(
    lineAfter([0, 400, 1, "1111"], [410, 600, 8, "1000"]),
    "3 dimensions collapsed at β = 8; lower β and see which recover.",
  );
  assert.equal(
    lineAfter([0, 400, 1, "1111"], [410, 600, 8, "1110"]),
    "1 dimension collapsed at β = 8; lower β and see which recover.",
  );
});

test("a dimension that flickers at the threshold is not reported", () => {
  const flicker = Array.from({ length: 20 }, (_, i) => [410 + 20 * i, 420 + 20 * i, 8, i % 2 ? "1111" : "1110"]);
  assert.equal(
    lineAfter([0, 400, 1, "1111"], ...flicker),
    "β went from 1 to 8 with 4 of 4 KLs above 0.1 nats: how many dimensions collapse?",
  );
});

test("a drag of beta is one move: collapses on the way are counted together", () => {
  const drag = [2, 3, 5, 8].map((beta, i) => [410 + 20 * i, 420 + 20 * i, beta, "1111"]);
  assert.match(lineAfter([0, 400, 1, "1111"], ...drag, [490, 700, 8, "1100"]), /^2 dimensions collapsed at β = 8/);
});

test("when all have collapsed the line says what the decoder does, and to lower beta", () => {
  assert.match(
    lineAfter([0, 400, 1, "1100"], [410, 700, 16, "0000"]),
    /^All 4 dimensions have collapsed at β = 16: .* then lower β: which recover/,
  );
});

test("once beta is moved the line is no longer about the beta before", () => {
  const collapsed = [
    [0, 400, 1, "1100"],
    [410, 700, 16, "0000"],
  ];
  assert.equal(
    lineAfter(...collapsed, [710, 720, 1, "0000"]),
    "β went from 16 to 1 with 0 of 4 KLs above 0.1 nats: how many dimensions recover?",
  );
  assert.equal(
    lineAfter([0, 400, 1, "1111"], [410, 420, 0.5, "1111"]),
    "β went from 1 to 0.5 with 4 of 4 KLs above 0.1 nats.",
  );
});

test("dimensions that recover are counted, and a fresh run is the comparison", () => {
  const collapsed = [
    [0, 400, 1, "1111"],
    [410, 700, 16, "0000"],
  ];
  assert.equal(
    lineAfter(...collapsed, [710, 900, 1, "1000"]),
    "1 dimension recovered at β = 1: 1 of 4 KLs are above 0.1 nats. Start a fresh run at this β and compare.",
  );
  assert.match(
    lineAfter(...collapsed, [710, 1300, 1, "0000"]),
    /^No dimension recovered in 500 steps at β = 1\. Start a fresh run/,
  );
});

test("where some are left and none recovers, that is reported after a while", () => {
  const text = lineAfter([0, 400, 1, "1111"], [410, 700, 8, "1000"], [710, 1300, 1, "1000"]);
  assert.match(text, /^Still 1 of 4 KLs above 0.1 nats, 500 steps after β went from 8 to 1/);
});

test("32 dimensions are counted right", () => {
  assert.match(lineAfter([0, 400, 1, "1".repeat(32)]), /^32 of 32/);
});

test("while a schedule raises beta that is reported, and no count before its end", () => {
  const hints = createHints();
  const update = (step, current) => hints.update({ step, beta: 4, current, active: units("1100"), threshold: 0.1 });
  for (let step = 0; step < 400; step += 10) update(step, step / 100);
  assert.match(update(390, 3.9), /^β is rising to 4/);
  assert.match(update(400, 4), /^2 of 4 dimensions have a KL above 0.1 nats at β = 4/);
});
