import assert from "node:assert/strict";
import test from "node:test";
import { part } from "../../modules.mjs";

const { columnsOf, heatOf, largestChange, lightsOver, readHistory, stepTicks, walkAlong } = await part(
  "collapse/theory/measured-runs",
);

/** Three dimensions over four windows: z1 stays, z0 goes out, z2 comes late. */
function history() {
  const head = { latent: 3, class_names: ["a", "b"] };
  const arrays = {
    step: Uint32Array.of(10, 20, 40, 80),
    rate: Float32Array.of(0.5, 1, 0, 0.3, 2, 0.05, 0.05, 3, 0.2, 0, 3, 0.5),
    distortion: Float32Array.of(9, 8, 7, 6),
    labels: Uint16Array.of(0, 1),
    start: Float32Array.of(1, 2, 3, 4, 5, 6),
    spread: Float32Array.of(-1, -2, -3, 1, 2, 3),
  };
  return readHistory({ head, arrays });
}

test("dimensions stand in the order of their final rates; those under a tenth of a nat are dead", () => {
  const { order, alive, dead } = history();
  assert.deepEqual(order, [1, 2, 0]);
  assert.deepEqual(alive, [1, 2]);
  assert.deepEqual(dead, [0]);
});

test("lights are counted window by window", () => {
  assert.deepEqual(lightsOver(history(), 0.1), [2, 2, 2, 2]);
  assert.deepEqual(lightsOver(history(), 0.01), [2, 3, 3, 2]);
});

test("columns are windows, all of them or equal factors of steps apart; rows follow the order", () => {
  const found = history();
  assert.deepEqual(columnsOf(found, false), [0, 1, 2, 3]);
  assert.deepEqual(columnsOf(found, true, 4), [0, 1, 2, 3]);
  assert.deepEqual(
    [...heatOf(found, [0, 3])].map((rate) => Number(rate.toFixed(2))),
    [1, 3, 0, 0.5, 0.5, 0],
  );
  assert.deepEqual(stepTicks({ steps: [30, 60, 120] }, [0, 1, 2], true), [[1, "50"]]);
});

test("a walk goes over the dimension's own range and leaves the others at the start", () => {
  const found = history();
  const { z, values } = walkAlong(found, found.starts[1].z, 2, 3);
  assert.deepEqual(values, [-3, 0, 3]);
  assert.deepEqual([...z], [4, 5, -3, 4, 5, 0, 4, 5, 3]);
});

test("the largest change is that of one pixel over all pictures", () => {
  assert.equal(largestChange(Uint8Array.of(0, 200, 5, 190, 3, 210), 3), 20);
  assert.equal(largestChange(Uint8Array.of(7, 7, 7, 7), 2), 0);
});
