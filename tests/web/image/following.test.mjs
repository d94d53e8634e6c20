import assert from "node:assert/strict";
import test from "node:test";
import { part } from "../modules.mjs";

const { followC, followText, followZ, imageLabel, ownCode, pairDims, sameImages } = await part("image/following");

const standard = (size) => ({ mu: Array(size).fill(0), logvar: Array(size).fill(0) });
const model = (rate, more = {}) => ({
  latent_dim: rate.length,
  rate,
  prior: standard(rate.length),
  condition: null,
  ...more,
});
const digits = { kind: "class", names: ["0", "1", "2"] };

test("models of one size are paired dimension by dimension", () => {
  const [a, b] = [model([3, 1, 2]), model([1, 2, 3])];
  assert.deepEqual([...followZ({ z: [0.5, -1, 2], model: a }, b)], [0.5, -1, 2]);
  assert.match(followText(a, b), /^z dimension by dimension/);
});

test("a smaller model follows the larger one's most informative dimensions, rank by rank", () => {
  const [a, b] = [model([0.1, 2, 0, 3]), model([1, 5])];
  assert.deepEqual(pairDims(a, b), [
    [1, 3],
    [0, 1],
  ]);
  assert.deepEqual([...followZ({ z: [9, 1, 9, -2], model: a }, b)], [1, -2]);
  assert.equal(followText(a, b), "z by rank of KL: its 2 dimensions follow your 2 most informative");
});

test("a larger model keeps its other dimensions at its prior's mean", () => {
  const [a, b] = [model([1, 5]), model([0.1, 2, 0, 3], { prior: { mu: [7, 0, 8, 0], logvar: [0, 0, 0, 0] } })];
  assert.deepEqual([...followZ({ z: [-2, 1], model: a }, b)], [7, -2, 8, 1]);
  assert.match(followText(a, b), /its 2 most informative follow your 2, its other 2 stay at the prior/);
});

test("z is counted in standard deviations of each prior", () => {
  const a = model([1], { prior: { mu: [1], logvar: [Math.log(4)] } });
  const b = model([1], { prior: { mu: [-1], logvar: [Math.log(9)] } });
  assert.deepEqual([...followZ({ z: [3], model: a }, b)], [2]); // one deviation above its mean
});

test("dimensions of unknown rate are paired in their own order", () => {
  assert.deepEqual(pairDims(model([1, 2, 3]), { ...model([0, 0]), rate: null }), [
    [0, 2],
    [1, 1],
  ]);
});

test("the same classes are passed on, others are not", () => {
  const c = Float32Array.of(0, 1, 0);
  const conditional = model([1], { condition: digits });
  assert.equal(followC(c, conditional, model([2], { condition: { ...digits } })), c);
  assert.deepEqual(
    [...followC(c, conditional, model([2], { condition: { kind: "class", names: ["a", "b"] } }))],
    [0, 0],
  );
  assert.equal(followC(c, conditional, model([2])).length, 0);
  assert.match(
    followText(conditional, model([1], { condition: { kind: "class", names: ["a"] } })),
    /; its condition \(other classes\): unconditional$/,
  );
  assert.match(followText(model([1]), conditional), /; its condition \(a class\): unconditional$/);
  assert.match(
    followText(conditional, model([1], { condition: { kind: "attributes", names: ["smile"] } })),
    /; its condition \(attributes\): unconditional$/,
  );
  assert.doesNotMatch(followText(conditional, model([1])), /condition/);
});

test("a model that takes a class beside one that takes none gets the label of the image that z is the code of", () => {
  const [plain, second] = [model([1], { class_names: digits.names }), model([1], { condition: digits })];
  const state = { model: plain, codes: { labels: Uint16Array.of(2, 9) }, source: { kind: "code", index: 0 } };
  assert.equal(imageLabel(state, second), 2);
  assert.deepEqual([...followC(new Float32Array(0), plain, second, 2)], [0, 0, 1]);
  assert.match(followText(plain, second, 2), /; its condition \(a class\): 2, the image\u2019s label$/);
  const others = [
    { source: { kind: "code", index: 0, moved: true } },
    { source: { kind: "draw" } },
    { source: { kind: "code", index: 1 } },
    { codes: null },
    { model: { ...plain, class_names: ["a", "b", "c"] } },
    { model: { ...plain, condition: digits } },
  ];
  for (const other of others) assert.equal(imageLabel({ ...state, ...other }, second), null);
});

test("codes are of the same images only where split, rows and labels all agree", () => {
  const codes = { split: "test", n: 2, rows: null, labels: Uint16Array.of(1, 2) };
  assert.ok(sameImages(codes, { ...codes, labels: Uint16Array.of(1, 2) }));
  assert.ok(!sameImages(codes, { ...codes, labels: Uint16Array.of(2, 1) }));
  assert.ok(!sameImages(codes, { ...codes, split: "train" }));
  assert.ok(!sameImages(codes, { ...codes, rows: Uint32Array.of(0, 1) }));
});

test("the second model's own code is its stored mean under the image's class", () => {
  const others = { latent: 2, mu: Float32Array.of(1, 2, 3, 4), labels: Uint16Array.of(0, 2) };
  const { z, c } = ownCode(others, 1, model([1, 1], { condition: digits }));
  assert.deepEqual(
    [[...z], [...c]],
    [
      [3, 4],
      [0, 0, 1],
    ],
  );
  assert.equal(ownCode(others, 1, model([1, 1])).c.length, 0);
});
