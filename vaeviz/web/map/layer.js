/** The point layer without WebGL: marks stamped on a canvas. */

import { contextOf } from "../core/dom.js";
import { spreadOrder } from "./order.js";
import { COVER, FADED, stamp } from "./palette.js";

/** @import { Theme } from "../core/types.js" */
/** @import { PlaneWindow } from "./plane.js" */
/** @typedef {{points: Float32Array, window: PlaneWindow}} Placed points in a window */
/**
 * Points to draw, or the transition of points between two maps: a share `t` (0 to 1) of the way from `from` to `to`.
 * @typedef {object} Frame
 * @property {Placed} to
 * @property {Placed | null} from
 * @property {number} t
 * @property {Uint16Array} labels
 * @property {number} classes
 * @property {Uint8Array | null} chosen 1 for codes in a group, 0 for others; null where there is no group
 * @property {Theme} colours
 * @property {number} size of a mark, in CSS pixels
 * @property {number} scale device pixels per CSS pixel
 */

/** Points on a Canvas 2D. */
export class CanvasLayer {
  canvas = document.createElement("canvas");
  /** @type {"canvas"} */
  kind = "canvas";
  slow = true;

  forget() {}

  finish() {}

  /**
   * Draw points `first` to `first + count` of the spread order; the first of a frame clear what was there.
   * @param {Frame} frame
   * @param {number} first
   * @param {number} count
   */
  draw({ to, from, t, labels, classes, chosen, colours, size, scale }, first, count) {
    if (first === 0)
      Object.assign(this.canvas, {
        width: Math.round(to.window.width * scale),
        height: Math.round(to.window.height * scale),
      });
    const pen = contextOf(this.canvas);
    const stamps = Array.from({ length: classes }, (_, i) => stamp(i, size, scale, colours.text));
    const half = stamps[0].width / 2;
    const order = spreadOrder(labels.length);
    const [there, here] = [scaled(to, scale), scaled(from ?? to, scale)];
    for (let nth = first; nth < first + count; nth++) {
      const i = order[nth];
      let [x, y] = [there.x + to.points[2 * i] * there.k, there.y - to.points[2 * i + 1] * there.k];
      if (from) {
        x = t * x + (1 - t) * (here.x + from.points[2 * i] * here.k);
        y = t * y + (1 - t) * (here.y - from.points[2 * i + 1] * here.k);
      }
      if (x < -half || y < -half || x > this.canvas.width + half || y > this.canvas.height + half) continue;
      pen.globalAlpha = chosen && !chosen[i] ? FADED : COVER;
      pen.drawImage(stamps[labels[i] % classes], Math.round(x - half), Math.round(y - half));
    }
    pen.globalAlpha = 1;
  }
}

/**
 * From data to device pixels: x + k * data across, y - k * data down.
 * @param {Placed} placed
 * @param {number} ratio device pixels per CSS pixel
 */
function scaled({ window: { x, y, scale, width, height } }, ratio) {
  const k = scale * ratio;
  return { k, x: (width * ratio) / 2 - x * k, y: (height * ratio) / 2 + y * k };
}

/**
 * The size of n points, in CSS pixels: they grow as one zooms in, and are larger where there are few.
 * @type {(zoom: number, n: number) => number}
 */
export function sizeAt(zoom, n) {
  const whole = n > 100_000 ? 2.5 : n > 4000 ? 4 : n > 1000 ? 5 : 7; // while the whole map is shown
  return Math.min(10, whole * Math.max(1, zoom) ** 0.35);
}
