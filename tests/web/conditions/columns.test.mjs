import assert from "node:assert/strict";
import test from "node:test";
import { part } from "../modules.mjs";

const { columnsOf, indexOf, inputsOf, zUnder } = await part("conditions/columns");
const { conditionWords, shareWords, stripWords } = await part("conditions/words");

const N01 = { mu: [0], logvar: [0] };
const digits = { digest: "d", prior: N01, condition: { kind: "class", names: ["0", "1", "2"], attributes: [] } };
const faces = {
  digest: "f",
  prior: N01,
  condition: {
    kind: "attributes",
    names: ["hair: bob", "hair: curls", "skin", "smile"],
    attributes: [
      { name: "hair", values: ["bob", "curls"], ends: [] },
      { name: "skin", values: [], ends: ["light", "deep"] },
      { name: "smile", values: [], ends: ["frown", "smile"] },
    ],
  },
};
const near = (a, b) => a.forEach((value, i) => assert.ok(Math.abs(value - b[i]) < 1e-4, `${[...a]} is not ${b}`));

test("a class model has one column per class, the same objects each time", () => {
  const columns = columnsOf({ model: digits, c: Float32Array.of(0, 0, 0), sweep: 0 });
  assert.deepEqual(
    columns.map(({ name }) => name),
    ["0", "1", "2"],
  );
  assert.deepEqual([...columns[1].c], [0, 1, 0]);
  assert.equal(columnsOf({ model: digits, c: Float32Array.of(1, 0, 0), sweep: 0 }), columns);
  assert.equal(indexOf(columns, Float32Array.of(0, 0, 1)), 2);
  assert.equal(indexOf(columns, Float32Array.of(0.5, 0.5, 0)), -1);
});

test("an attribute that is a number varies in eleven steps, all else stays", () => {
  const c = Float32Array.of(0, 1, 0.5, -0.25);
  const columns = columnsOf({ model: faces, c, sweep: 2 });
  assert.equal(columns.length, 11);
  near(columns[0].c, [0, 1, 0.5, -1]);
  near(columns[5].c, [0, 1, 0.5, 0]);
  near(columns[10].c, [0, 1, 0.5, 1]);
  assert.equal(indexOf(columns, columns[3].c), 3);
});

test("a choice varies value by value", () => {
  const columns = columnsOf({ model: faces, c: Float32Array.of(0, 1, 0.5, 0), sweep: 0 });
  assert.deepEqual(
    columns.map(({ name }) => name),
    ["bob", "curls"],
  );
  near(columns[0].c, [1, 0, 0.5, 0]);
});

test("while the attribute itself moves the columns stay the same objects", () => {
  const before = columnsOf({ model: faces, c: Float32Array.of(1, 0, 0.5, 0), sweep: 2 });
  assert.equal(columnsOf({ model: faces, c: Float32Array.of(1, 0, 0.5, 0.9), sweep: 2 }), before);
  assert.notEqual(columnsOf({ model: faces, c: Float32Array.of(1, 0, 0.6, 0.9), sweep: 2 }), before);
});

test("the headings say what is shown", () => {
  assert.equal(stripWords({ model: digits, source: { kind: "draw" } }), "Your drawing\u2019s style in every class");
  assert.equal(stripWords({ model: digits, source: { kind: "draw", moved: true } }), "Same z, every class");
  assert.equal(stripWords({ model: faces, source: null }), "Same z, varying");
  assert.equal(conditionWords({ model: digits, c: [0, 0, 0] }), "unconditional");
  assert.equal(conditionWords({ model: digits, c: [0.25, 0.75, 0] }), "c = 25% 0 + 75% 1");
  assert.equal(shareWords({ model: digits }), "c sets the class, z the style.");
  assert.equal(shareWords({ model: { ...faces, other_factors: ["a", "b", "c"] } }), "z sets a, b and c.");
});

test("under a learned prior a row's z moves with p(z|c), unless z itself is held", () => {
  const prior = { mu: [0], logvar: [0], mu_weight: [[0, 2, 4]], logvar_weight: [[0, 2 * Math.log(3), 0]] };
  const [a, b] = [Float32Array.of(1, 0, 0), Float32Array.of(0, 1, 0)];
  const state = { model: { ...digits, prior }, c: a, sweep: 0, held: "place" };
  const z = Float32Array.of(0.5);
  near(zUnder(state, z, a, b), [2 + 3 * 0.5]);
  assert.equal(zUnder(state, z, a, b), zUnder(state, z, a, b), "the same object: its image is kept");
  assert.equal(zUnder({ ...state, held: "z" }, z, a, b), z);
  assert.equal(zUnder({ ...state, model: digits }, z, a, b), z);
  near(
    inputsOf(state, { z, c: a }).map((input) => input.z[0]),
    [0.5, 3.5, 4.5],
  );
});
