/** The page's results and sentences are those of Python, for the same cases. */

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { part } from "../../modules.mjs";

const { classifyDimension, explainDisagreement, figure, line, share } = await part(
  "collapse/criteria/criteria-of-codes",
);
const cases = JSON.parse(readFileSync(new URL("cases.json", import.meta.url)));

for (const { name, dimension, thresholds, result, reason } of cases) {
  test(`of a dimension: ${name}`, () => {
    const found = classifyDimension(dimension, thresholds);
    assert.deepEqual([found.varies, found.informs, found.kind, found.used], result);
    assert.equal(explainDisagreement(dimension, thresholds), reason);
    assert.equal(found.disagree, reason !== "");
  });
}

test("numbers are written as Python writes them", () => {
  assert.deepEqual([12.345, 1, 0.25, 0.01, 0.005, 0].map(figure), [
    "12.35",
    "1.00",
    "0.250",
    "0.010",
    "0.0050",
    "0.0000",
  ]);
  assert.deepEqual([1, 0.995, 0.5, 0.01, 0.0002].map(share), ["100%", "100%", "50.0%", "1.0%", "0.02%"]);
  assert.deepEqual([0.1, 0.01, 0.0001, 2].map(line), ["0.1", "0.01", "0.0001", "2"]);
});
