import assert from "node:assert/strict";
import test from "node:test";
import { part } from "../modules.mjs";

const { difference } = await part("core/paint");
const { comparedPin } = await part("image/compared");

test("orange where the first is brighter, blue where the second is, black where they agree", () => {
  const [r1, , b1, r2, , b2, r3, g3, b3] = difference(Uint8Array.of(255, 0, 9), Uint8Array.of(0, 255, 9), 1);
  assert.ok(r1 > b1 && b2 > r2);
  assert.deepEqual([r3, g3, b3], [0, 0, 0]);
});

test("colours differ by the mean of their channels, and the sign turns with the order", () => {
  const [one, other] = [Uint8Array.of(90, 60, 0), Uint8Array.of(0, 0, 0)];
  assert.deepEqual([...difference(one, other, 3)], [50, 31, 8]);
  assert.deepEqual([...difference(other, one, 3)], [17, 36, 46]);
});

test("only a pin that exists and fits the model is compared with", () => {
  const pins = [
    { name: "A", z: [0, 0] },
    { name: "B", z: [0, 0, 0] },
  ];
  const model = { latent_dim: 2 };
  assert.equal(comparedPin({ pins, compared: "A", model }), pins[0]);
  assert.equal(comparedPin({ pins, compared: "B", model }), null);
  assert.equal(comparedPin({ pins, compared: "C", model }), null);
  assert.equal(comparedPin({ pins, compared: null, model: null }), null);
});
