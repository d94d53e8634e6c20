import assert from "node:assert/strict";
import test from "node:test";
import { part } from "../../modules.mjs";

const { ringsOf } = await part("collapse/theory/plane-runs");

test("rings are told by the beta that each model was trained at", () => {
  const models = [
    { name: "z16", beta: 1 },
    { name: "z8", beta: 1.5 },
    { name: "z2", beta: 1 },
  ];
  assert.equal(ringsOf(models.slice(0, 1)), "Rings: the shipped models, trained at \u03b2 = 1.");
  assert.equal(ringsOf(models), "Rings: the shipped models, trained at \u03b2 = 1 (z16, z2) and at \u03b2 = 1.5 (z8).");
});
