import assert from "node:assert/strict";
import test from "node:test";
import { part } from "../modules.mjs";

const { sizeAt } = await part("map/layer");
const { BUDGET, inSoftware, share, spreadOrder } = await part("map/order");

test("points grow with zoom and shrink with number", () => {
  assert.ok(sizeAt(1, 10000) < sizeAt(1, 300));
  assert.ok(sizeAt(8, 10000) > sizeAt(1, 10000));
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
