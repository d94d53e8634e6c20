/** A grid over the points of a map: what is near a place is found without looking at the rest. */

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

  constructor(points) {
    this.points = points;
    const n = points.length / 2;
    const [x0, x1, y0, y1] = boxOf(points);
    const [width, height] = [x1 - x0, y1 - y0];
    const cells = Math.max(1, n / PER_CELL);
    this.side = Math.max(Math.sqrt((width * height) / cells), Math.max(width, height) / cells) || 1;
    Object.assign(this, { x0, y0, columns: Math.floor(width / this.side) + 1, rows: Math.floor(height / this.side) + 1 });
    this.#sort(n);
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
    const found = { x, y, index: new Int32Array(k).fill(-1), distance: new Float64Array(k).fill(Infinity), farthest: reach * reach };
    const [column, row] = [this.#column(x), this.#row(y)];
    const rings = Math.max(column, this.columns - 1 - column, row, this.rows - 1 - row);
    for (let ring = 0; ring <= rings; ring++) {
      const apart = (ring - 1) * this.side; // every point of this ring is at least as far, and of those after it farther
      if (apart > 0 && apart * apart > found.farthest) break;
      this.#visit(column, row, ring, found);
    }
    let count = 0;
    while (count < k && found.index[count] >= 0) count += 1;
    return { index: found.index.subarray(0, count), distance: found.distance.subarray(0, count) };
  }

  /** Look at all cells that are `ring` away. */
  #visit(column, row, ring, found) {
    for (let r = Math.max(0, row - ring); r <= Math.min(this.rows - 1, row + ring); r++) {
      const edge = Math.abs(r - row) === ring;
      const [from, to, step] = [column - ring, column + ring, edge || ring === 0 ? 1 : 2 * ring];
      for (let c = from; c <= to; c += step) if (c >= 0 && c < this.columns) this.#look(r * this.columns + c, found);
    }
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

/** The box around points: x0, x1, y0, y1. */
export function boxOf(points) {
  let [x0, x1, y0, y1] = [Infinity, -Infinity, Infinity, -Infinity];
  for (let at = 0; at < points.length; at += 2) {
    const [x, y] = [points[at], points[at + 1]];
    if (x < x0) x0 = x;
    if (x > x1) x1 = x;
    if (y < y0) y0 = y;
    if (y > y1) y1 = y;
  }
  return points.length ? [x0, x1, y0, y1] : [-1, 1, -1, 1];
}
