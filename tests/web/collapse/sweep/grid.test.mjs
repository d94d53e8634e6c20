import assert from "node:assert/strict";
import test from "node:test";
import { part } from "../../modules.mjs";
import { facts } from "./facts.mjs";

const { around, createGrid, dimensionOf, nearest } = await part("collapse/sweep/grid");
const { betaNote } = await part("collapse/sweep/controls");
const { rateText } = await part("collapse/sweep/figures");
const { between } = await part("collapse/sweep/map");
const grid = createGrid(facts());

test("a cell has its own row's and epoch's figures", () => {
  const cell = grid.cell(0, 2);
  assert.deepEqual([...cell.rate], [4, 5]);
  assert.equal(cell.total, 9);
  assert.deepEqual(cell.isActive, [false, true]);
  assert.equal(cell.active, 1);
  assert.deepEqual([cell.distortion, cell.elbo], [110, -121]);
  assert.equal(cell.map.length, 8);
  assert.equal(grid.cell(1, 3).active, 0);
});

test("a beta and an epoch that the grid lacks become the nearest ones", () => {
  assert.deepEqual([0, 0.5, 5, 30, 784, 1e6].map(grid.rowOf), [0, 0, 0, 1, 1, 1]);
  assert.deepEqual([-1, 1, 2.4, 99].map(grid.epochOf), [1, 1, 2, 3]);
});

test("a row's epochs share a scale that extends to three standard deviations at least", () => {
  const { head, arrays } = facts();
  arrays.map.set([9, -9, 9, 9, 9, 9, 9, 9], 8); // the first row's second epoch
  assert.deepEqual(createGrid({ head, arrays }).reaches, [9, 3]);
});

test("without a choice, or for an unknown dimension, it is the one of the highest rate", () => {
  const { rate } = grid.cell(0, 1);
  assert.deepEqual(
    [-1, 0, 1, 7].map((chosen) => dimensionOf(chosen, rate)),
    [1, 0, 1, 1],
  );
});

test("the row and the column of a cell are fetched, the nearest first", () => {
  const asked = around(1, 3, 3, 4);
  assert.deepEqual(asked[0], [1, 3]);
  assert.equal(asked.length, 3 + 4 - 1);
  const gaps = asked.map(([row, epoch]) => Math.abs(row - 1) + Math.abs(epoch - 3));
  assert.deepEqual(gaps, [...gaps].sort());
  assert.equal(new Set(asked.map(String)).size, asked.length);
});

test("a press in the plane finds the cell whose dot is nearest", () => {
  const { total, distortion } = grid.cell(0, 3);
  const { row, epoch } = nearest(grid, total + 0.1, distortion - 1, 13, 50);
  assert.deepEqual([row, epoch], [0, 3]);
});

test("what a beta stands for is computed from the image's size", () => {
  assert.match(betaNote(grid, 1), /28 × 28: β = 1 with the mean over pixels/);
  assert.match(betaNote(grid, 0), /costs 0\.5 of a nat of distortion/);
  assert.match(betaNote({ ...grid, betas: [4] }, 0), /costs 4 nats/);
});

test("a rate near zero is not written as zero", () => {
  assert.deepEqual([12.345, 0.05, 0.00314, 0.00001].map(rateText), ["12.35", "0.0500", "0.0031", "<0.0001"]);
});

test("points move from one map to the next and stay there", () => {
  const [from, to] = [Float32Array.of(0, 2), Float32Array.of(1, 0)];
  const half = between(from, to, 0.5);
  assert.ok(half[0] > 0.5 && half[0] < 1 && half[1] > 0 && half[1] < 1);
  assert.equal(between(from, to, 1), to);
  assert.equal(between(null, to, 0), to);
});
