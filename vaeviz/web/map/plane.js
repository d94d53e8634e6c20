/** The window on a map: which data stand where on the screen. Screen y grows downwards, data y upwards. */

import { boxOf } from "./box.js";

/** @typedef {[x: number, y: number]} Point in data units or in CSS pixels */
/** @typedef {{x: number, y: number, scale: number, width: number, height: number}} PlaneWindow as `Plane` has them */

const MARGIN = 0.06; // of the smaller side
const [LEAST, MOST] = [0.5, 60]; // zoom, relative to the whole map

/** A window of `width` by `height` CSS pixels on points that it first shows whole. */
export class Plane {
  #whole = 1;
  x = 0; // data at the middle of the window
  y = 0;
  scale = 1; // pixels per data unit
  width = 1;
  height = 1;

  /** Show all `points` (x, y pairs). @param {Float32Array | readonly number[]} points */
  fit(points) {
    const [x0, x1, y0, y1] = boxOf(points);
    this.x = (x0 + x1) / 2;
    this.y = (y0 + y1) / 2;
    const room = 1 - 2 * MARGIN;
    this.#whole = Math.min((room * this.width) / (x1 - x0 || 1), (room * this.height) / (y1 - y0 || 1));
    this.scale = this.#whole;
  }

  /**
   * Take a new size; what is in the middle stays there, as large as before relative to the window.
   * @param {number} width
   * @param {number} height
   */
  resize(width, height) {
    const factor = Math.min(width, height) / Math.min(this.width, this.height);
    Object.assign(this, { width, height });
    this.scale *= factor;
    this.#whole *= factor;
  }

  /** @type {(x: number, y: number) => Point} */
  toScreen(x, y) {
    return [this.width / 2 + (x - this.x) * this.scale, this.height / 2 - (y - this.y) * this.scale];
  }

  /** @type {(sx: number, sy: number) => Point} */
  toData(sx, sy) {
    return [this.x + (sx - this.width / 2) / this.scale, this.y - (sy - this.height / 2) / this.scale];
  }

  /** @type {(dx: number, dy: number) => void} */
  panBy(dx, dy) {
    this.x -= dx / this.scale;
    this.y += dy / this.scale;
  }

  /**
   * Zoom by `factor` with the data under (sx, sy) held still.
   * @param {number} sx
   * @param {number} sy
   * @param {number} factor
   */
  zoomAt(sx, sy, factor) {
    const [x, y] = this.toData(sx, sy);
    this.scale = Math.max(LEAST * this.#whole, Math.min(MOST * this.#whole, this.scale * factor));
    const [nx, ny] = this.toData(sx, sy);
    this.x += x - nx;
    this.y += y - ny;
  }

  /** A copy of the window as it is now, for a map that is drawn after this one has moved on. @returns {PlaneWindow} */
  get window() {
    return { x: this.x, y: this.y, scale: this.scale, width: this.width, height: this.height };
  }

  /** How far in we are: 1 shows the whole map. */
  get zoom() {
    return this.scale / this.#whole;
  }
}
