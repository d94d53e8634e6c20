/** A grid over the points of a map: what is near a place is found without looking at the rest. */

import { boxOf } from "./box.js";

/** @import { Neighbours } from "./neighbours.js" */
/** @import { Point } from "./plane.js" */
/** @typedef {{columns: number, rows: number, full: Uint8Array}} Level squares, and which of them hold points */
/** @typedef {Neighbours & {x: number, y: number, farthest: number}} Search a place and what is found near it so far */

const PER_CELL = 3; // points, on average

/** @type {WeakMap<Float32Array, PointIndex>} */
const made = new WeakMap(); // points -> index

/** The index of a map's points (x, y pairs); made once. @param {Float32Array} points */
export function indexOf(points) {
  const index = made.get(points) ?? new PointIndex(points);
  made.set(points, index);
  return index;
}

/** Points sorted into square cells; answers are those of a plain scan, ties going to the earlier point. */
export class PointIndex {
  #starts; // where each cell's points begin in #order
  #order; // points, cell by cell
  #levels; // first the cells, then squares of two by two of those before, last a single one
  #slack; // rounding error of a cell's edge, at most

  /** @param {Float32Array} points */
  constructor(points) {
    this.points = points;
    const n = points.length / 2;
    const [x0, x1, y0, y1] = boxOf(points);
    const [width, height] = [x1 - x0, y1 - y0];
    const cells = Math.max(1, n / PER_CELL);
    this.side = Math.max(Math.sqrt((width * height) / cells), Math.max(width, height) / cells) || 1;
    this.x0 = x0;
    this.y0 = y0;
    this.columns = Math.floor(width / this.side) + 1;
    this.rows = Math.floor(height / this.side) + 1;
    this.#slack = 1e-6 * this.side + 1e-15 * Math.max(Math.abs(x0), Math.abs(x1), Math.abs(y0), Math.abs(y1));
    [this.#starts, this.#order] = this.#sort(n);
    this.#levels = this.#gather(this.#starts);
  }

  /** @type {(n: number) => [Int32Array, Uint32Array]} */
  #sort(n) {
    const starts = new Int32Array(this.columns * this.rows + 1);
    const cellOf = new Uint32Array(n);
    for (let i = 0; i < n; i++) {
      const cell = this.#column(this.points[2 * i]) + this.columns * this.#row(this.points[2 * i + 1]);
      cellOf[i] = cell;
      starts[cell + 1] += 1;
    }
    for (let cell = 1; cell < starts.length; cell++) starts[cell] += starts[cell - 1];
    const next = starts.slice();
    const order = new Uint32Array(n);
    for (let i = 0; i < n; i++) order[next[cellOf[i]]++] = i;
    return [starts, order];
  }

  /** @type {(starts: Int32Array) => Level[]} */
  #gather(starts) {
    const { columns, rows } = this;
    const full = Uint8Array.from({ length: columns * rows }, (_, cell) => Number(starts[cell + 1] > starts[cell]));
    const levels = [{ columns, rows, full }];
    while (levels[levels.length - 1].full.length > 1) levels.push(joined(levels[levels.length - 1]));
    return levels;
  }

  /** @param {number} x */
  #column(x) {
    return Math.max(0, Math.min(this.columns - 1, Math.floor((x - this.x0) / this.side)));
  }

  /** @param {number} y */
  #row(y) {
    return Math.max(0, Math.min(this.rows - 1, Math.floor((y - this.y0) / this.side)));
  }

  /**
   * The point nearest to (x, y) and nearer than `reach`; -1 where there is none.
   * @param {number} x
   * @param {number} y
   * @param {number} reach
   */
  pick(x, y, reach) {
    const { index, distance } = this.nearest([x, y], 1, reach);
    return index.length && distance[0] < reach * reach ? index[0] : -1;
  }

  /**
   * The k points nearest to a place, nearest first; none farther than `reach`.
   * @param {Point} place
   * @param {number} k
   * @param {number} [reach]
   * @returns {Neighbours}
   */
  nearest([x, y], k, reach = Infinity) {
    const found = {
      x,
      y,
      index: new Int32Array(k).fill(-1),
      distance: new Float64Array(k).fill(Infinity),
      farthest: reach * reach,
    };
    this.#search(this.#levels.length - 1, 0, 0, found);
    let count = 0;
    while (count < k && found.index[count] >= 0) count += 1;
    return { index: found.index.subarray(0, count), distance: found.distance.subarray(0, count) };
  }

  /**
   * Look at the points of a square, the nearest of its four parts first; parts that are too far or empty are skipped.
   * @type {(level: number, column: number, row: number, found: Search) => void}
   */
  #search(level, column, row, found) {
    if (level === 0) return this.#look(row * this.columns + column, found);
    const { columns, rows, full } = this.#levels[level - 1];
    const parts = [];
    for (let r = 2 * row; r < Math.min(rows, 2 * row + 2); r++) {
      for (let c = 2 * column; c < Math.min(columns, 2 * column + 2); c++)
        if (full[r * columns + c]) parts.push([this.#gap(level - 1, c, r, found), c, r]);
    }
    parts.sort((one, other) => one[0] - other[0]);
    for (const [gap, c, r] of parts) if (gap <= found.farthest) this.#search(level - 1, c, r, found);
  }

  /**
   * The squared distance of a place from a square: no point of it is nearer.
   * @type {(level: number, column: number, row: number, place: {x: number, y: number}) => number}
   */
  #gap(level, column, row, { x, y }) {
    const side = this.side * 2 ** level;
    const [left, below] = [this.x0 + column * side, this.y0 + row * side];
    const dx = Math.max(0, Math.max(left - x, x - left - side) - this.#slack);
    const dy = Math.max(0, Math.max(below - y, y - below - side) - this.#slack);
    return dx * dx + dy * dy;
  }

  /** @type {(cell: number, found: Search) => void} */
  #look(cell, found) {
    const { index, distance } = found;
    const last = index.length - 1;
    for (let at = this.#starts[cell]; at < this.#starts[cell + 1]; at++) {
      const i = this.#order[at];
      const [dx, dy] = [this.points[2 * i] - found.x, this.points[2 * i + 1] - found.y];
      const gap = dx * dx + dy * dy;
      if (gap > found.farthest || (gap === distance[last] && i > index[last])) continue;
      let slot = last;
      for (; slot > 0 && (distance[slot - 1] > gap || (distance[slot - 1] === gap && index[slot - 1] > i)); slot--) {
        distance[slot] = distance[slot - 1];
        index[slot] = index[slot - 1];
      }
      distance[slot] = gap;
      index[slot] = i;
      found.farthest = Math.min(found.farthest, distance[last]);
    }
  }
}

/** Squares of two by two squares; one is full where any of its four is. @param {Level} level */
function joined({ columns, rows, full }) {
  const [across, down] = [(columns + 1) >> 1, (rows + 1) >> 1];
  const out = { columns: across, rows: down, full: new Uint8Array(across * down) };
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++)
      out.full[(row >> 1) * across + (column >> 1)] |= full[row * columns + column];
  }
  return out;
}
