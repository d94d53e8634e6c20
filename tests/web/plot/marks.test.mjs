import assert from "node:assert/strict";
import test from "node:test";
import { part } from "../modules.mjs";

const { KINDS, valuesOf } = await part("plot/marks");

/** A drawing context that records its calls. */
function pen() {
  const calls = [];
  const noted =
    (name) =>
    (...values) =>
      void calls.push([name, ...values]);
  const names = ["beginPath", "moveTo", "lineTo", "stroke", "fill", "fillRect", "arc", "fillText", "setLineDash"];
  return {
    calls,
    globalAlpha: 1,
    measureText: (text) => ({ width: 6 * text.length }),
    ...Object.fromEntries(names.map((name) => [name, noted(name)])),
  };
}

const even = (max) => ({ min: 0, max, at: (value) => value });
const place = {
  x: even(10),
  y: even(10),
  box: { left: 0, right: 10, top: 0, bottom: 10 },
  colour: "#123",
  colours: { ground: "#fff" },
};

test("the ends of the axes include bars' widths and zero, not rules", () => {
  const marks = [
    { kind: "bars", x: [0, 1], y: [3, 4] },
    { kind: "rule", y: [99] },
    { kind: "line", x: [5], y: [-1] },
  ];
  assert.deepEqual([...valuesOf(marks, "x")], [-0.5, 0.5, 0.5, 1.5, 5]);
  assert.deepEqual([...valuesOf(marks, "y")], [3, 4, 0, -1]);
});

test("a line is broken where there is no number", () => {
  const made = pen();
  KINDS.line(made, { x: [0, 1, 2, 3], y: [1, NaN, 2, 3] }, place);
  assert.deepEqual(
    made.calls.filter(([name]) => /To/.test(name)),
    [
      ["moveTo", 0, 1],
      ["moveTo", 2, 2],
      ["lineTo", 3, 3],
    ],
  );
});

test("steps are level up to the next value", () => {
  const made = pen();
  KINDS.steps(made, { x: [0, 2, 5], y: [8, 4, 0] }, place);
  const ways = made.calls.filter(([name]) => /To/.test(name)).map(([, x, y]) => [x, y]);
  assert.deepEqual(ways, [
    [0, 8],
    [2, 8],
    [2, 4],
    [5, 4],
    [5, 0],
  ]);
});

test("dots that are not numbers are left out", () => {
  const made = pen();
  KINDS.dots(made, { x: [1, 2], y: [NaN, 2] }, place);
  assert.equal(made.calls.filter(([name]) => name === "arc").length, 1);
});

test("a text is on the side where there is room", () => {
  const made = pen();
  KINDS.text(made, { x: [1], y: [1], label: "much too long" }, place);
  assert.equal(made.textAlign, "right");
  const roomy = pen();
  KINDS.text(roomy, { x: [1], y: [1], label: "a" }, { ...place, box: { ...place.box, right: 100 } });
  assert.equal(roomy.textAlign, "left");
});
