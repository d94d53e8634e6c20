import assert from "node:assert/strict";
import test from "node:test";
import { program } from "../../runtime/programs.mjs";
import { part } from "../../modules.mjs";
import { facts } from "./facts.mjs";

const { createCells, traversal } = await part("collapse/sweep/cells");
const { createGrid } = await part("collapse/sweep/grid");

const STEPS = [{ op: "dense", in: 2, out: 1 }];
const MU = [0, 0, 0.2, 0.4, 0.6, 0.8, 1, 1];
/** A cell whose one pixel is z0 times its beta's and epoch's weight. */
const body = (row, epoch) =>
  program(
    { latent: 2, condition: 0, image: [1, 1, 1], link: "identity", steps: STEPS },
    { "0.weight": [0.1 * (row + epoch), 0], "0.bias": [0], mu: MU },
  );
const level = (z, row, epoch) => Math.round(255 * Math.min(1, Math.max(0, z * 0.1 * (row + epoch))));

/** Cells whose fetches the test answers. */
function setUp() {
  const waiting = new Map();
  const messages = [];
  const fetchCell = (row, epoch) =>
    new Promise((done, failed) => waiting.set(`${row}/${epoch}`, { done: () => done(body(row, epoch)), failed }));
  const cells = createCells(createGrid(facts()), fetchCell, null, {
    arrived: () => messages.push("here"),
    fail: (error) => messages.push(error.message),
  });
  const answer = async (name, how = "done", value) => {
    waiting.get(name)[how](value);
    waiting.delete(name);
    await new Promise((turn) => setTimeout(turn));
  };
  return { cells, waiting, messages, answer };
}

test("the cell that is shown is fetched first, then the nearest, two at a time; each once", async () => {
  const { cells, waiting, messages, answer } = setUp();
  cells.want(0, 2);
  cells.want(0, 2);
  assert.deepEqual([...waiting.keys()], ["0/2", "1/2"]);
  assert.equal(cells.get(0, 2), null);
  await answer("0/2");
  assert.deepEqual(messages, ["here"]);
  await answer("1/2");
  assert.deepEqual(messages, ["here"]);
  assert.deepEqual([...waiting.keys()].sort(), ["0/1", "0/3"]);
  await answer("0/1");
  await answer("0/3");
  assert.equal(waiting.size, 0);
  assert.ok(cells.has(0, 3) && !cells.has(1, 1));
});

test("samples and reconstructions are those of the cell's own weights", async () => {
  const { cells, answer } = setUp();
  cells.want(0, 2);
  await answer("0/2");
  await answer("1/2");
  assert.deepEqual([...cells.get(0, 2).samples], [level(0.5, 0, 2), level(1, 0, 2)]);
  assert.deepEqual([...cells.get(1, 2).samples], [level(0.5, 1, 2), level(1, 1, 2)]);
  assert.deepEqual([...cells.get(0, 2).images], [level(0.6, 0, 2), level(0.2, 0, 2)]); // images 2 and 1 are shown
  assert.deepEqual([...cells.decode(0, 2, Float32Array.of(1, 0), 1)], [level(1, 0, 2)]);
});

test("a failure is reported for the wanted cell only, which is fetched again the next time", async () => {
  const { cells, waiting, messages, answer } = setUp();
  cells.want(0, 2);
  await answer("1/2", "failed", new Error("gone"));
  assert.deepEqual(messages, []);
  await answer("0/2", "failed", new Error("no answer"));
  assert.deepEqual(messages, ["no answer"]);
  assert.ok(!waiting.has("0/2"));
  await answer("0/1");
  await answer("0/3");
  cells.want(0, 2);
  assert.ok(waiting.has("0/2"));
});

test("a closed scrubber fetches nothing more", async () => {
  const { cells, waiting, messages, answer } = setUp();
  cells.want(0, 2);
  cells.close();
  await answer("0/2");
  assert.deepEqual(messages, []);
  assert.deepEqual([...waiting.keys()], ["1/2"]);
});

test("a traversal moves one dimension and holds the others", () => {
  const z = traversal(Float32Array.of(7, 8), 1, 3, 3);
  assert.deepEqual([...z], [7, -3, 7, 0, 7, 3]);
});
