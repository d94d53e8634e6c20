/** A grid over the points of a map: what is near a place is found without looking at the rest. */

import { boxOf } from "./box.js";

const PER_CELL = 3; // points, on the average

const made = new WeakMap(); // points -> index

/** The index of a map's points (x, y pairs); made once. */
export function indexOf(points) {
  if (!made.has(points)) made.set(points, new PointIndex(points));
  return made.get(points);
}

/** Points sorted into square cells; answers are those of a plain scan, ties going to the earlier point. */
export class PointIndex {
  #cells; // Int32Array: where each cell's points begin in #order
  #order; // Uint32Array: points, cell by cell
  #levels; // [{columns, rows, full}]: which squares hold points; first the cells, then squares of two by two of those before, last a single one
  #slack; // what rounding may make of a cell's edge

  constructor(points) {
    this.points = points;
    const n = points.length / 2;
    const [x0, x1, y0, y1] = boxOf(points);
    const [width, height] = [x1 - x0, y1 - y0];
    const cells = Math.max(1, n / PER_CELL);
    this.side = Math.max(Math.sqrt((width * height) / cells), Math.max(width, height) / cells) || 1;
    Object.assign(this, {
      x0,
      y0,
      columns: Math.floor(width / this.side) + 1,
      rows: Math.floor(height / this.side) + 1,
    });
    this.#slack = 1e-6 * this.side + 1e-15 * Math.max(Math.abs(x0), Math.abs(x1), Math.abs(y0), Math.abs(y1));
    this.#sort(n);
    this.#gather();
  }

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
    this.#order = new Uint32Array(n);
    for (let i = 0; i < n; i++) this.#order[next[cellOf[i]]++] = i;
    this.#cells = starts;
  }

  #gather() {
    const { columns, rows } = this;
    this.#levels = [
      {
        columns,
        rows,
        full: Uint8Array.from({ length: columns * rows }, (_, cell) => this.#cells[cell + 1] > this.#cells[cell]),
      },
    ];
    for (let below = this.#levels[0]; below.full.length > 1; below = this.#levels.at(-1))
      this.#levels.push(joined(below));
  }

  #column(x) {
    return Math.max(0, Math.min(this.columns - 1, Math.floor((x - this.x0) / this.side)));
  }

  #row(y) {
    return Math.max(0, Math.min(this.rows - 1, Math.floor((y - this.y0) / this.side)));
  }

  /** The point nearest to (x, y) and nearer than `reach`; -1 where there is none. */
  pick(x, y, reach) {
    const { index, distance } = this.nearest([x, y], 1, reach);
    return index.length && distance[0] < reach * reach ? index[0] : -1;
  }

  /** The k points nearest to a place, nearest first, as `nearest` of neighbours.js gives them; none farther than `reach`. */
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

  /** Look at the points of a square, the nearest of its four parts first; what is too far or empty is not looked at. */
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

  /** The squared distance of a place from a square: no point of it is nearer. */
  #gap(level, column, row, { x, y }) {
    const side = this.side * 2 ** level;
    const [left, below] = [this.x0 + column * side, this.y0 + row * side];
    const dx = Math.max(0, Math.max(left - x, x - left - side) - this.#slack);
    const dy = Math.max(0, Math.max(below - y, y - below - side) - this.#slack);
    return dx * dx + dy * dy;
  }

  #look(cell, found) {
    const { index, distance } = found;
    const last = index.length - 1;
    for (let at = this.#cells[cell]; at < this.#cells[cell + 1]; at++) {
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

/** Squares of two by two squares; one is full where any of its own is. */
function joined({ columns, rows, full }) {
  const out = { columns: (columns + 1) >> 1, rows: (rows + 1) >> 1 };
  out.full = new Uint8Array(out.columns * out.rows);
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++)
      out.full[(row >> 1) * out.columns + (column >> 1)] |= full[row * columns + column];
  }
  return out;
}
