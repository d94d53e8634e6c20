/** The still layer of the map: all points and the class names, drawn once per view and kept off screen. */

import { stamp } from "./palette.js";

const LINE = 18; // CSS pixels that a class name is high
const FADED = 0.15;
const ROUNDS = 40; // of pushing names apart, at most

/** An offscreen picture of the points, redrawn only when `draw` is called. */
export class PointLayer {
  canvas = document.createElement("canvas");

  /** Draw `points` with `labels` as `plane` shows them, those not `chosen` faded; `places` are the class names' places. */
  draw({ plane, points, labels, places, names, colours, scale, chosen = null }) {
    Object.assign(this.canvas, { width: Math.round(plane.width * scale), height: Math.round(plane.height * scale) });
    const pen = this.canvas.getContext("2d");
    const size = sizeAt(plane.zoom, labels.length);
    const stamps = names.map((_, i) => stamp(i, size, scale, colours.text));
    for (let i = 0; i < labels.length; i++) {
      const [x, y] = plane.toScreen(points[2 * i], points[2 * i + 1]);
      if (x < -9 || y < -9 || x > plane.width + 9 || y > plane.height + 9) continue;
      const mark = stamps[labels[i] % stamps.length];
      pen.globalAlpha = chosen && !chosen[i] ? FADED : 0.8;
      pen.drawImage(mark, Math.round(x * scale - mark.width / 2), Math.round(y * scale - mark.height / 2));
    }
    pen.globalAlpha = 1;
    this.#names(pen, { plane, places, names, colours, scale });
  }

  #names(pen, { plane, places, names, colours, scale }) {
    Object.assign(pen, { textAlign: "center", textBaseline: "middle", lineJoin: "round", lineWidth: 4 * scale });
    pen.font = `600 ${14 * scale}px ${colours.font}`;
    const widths = names.map((name) => pen.measureText(name).width / scale + 6);
    apart(places.map((place) => place && plane.toScreen(...place)), widths).forEach((place, i) => {
      if (!place) return;
      const [x, y] = place.map((part) => part * scale);
      pen.strokeStyle = colours.ground;
      pen.strokeText(names[i], x, y);
      pen.fillStyle = colours.text;
      pen.fillText(names[i], x, y);
    });
  }
}

/** Places of class names, `widths` wide, pushed apart until none runs into another; a name without a place has none. */
export function apart(places, widths) {
  const out = places.map((place) => place && [...place]);
  for (let round = 0, moved = true; moved && round < ROUNDS; round++) {
    moved = false;
    for (let i = 0; i < out.length; i++) {
      for (let j = 0; j < i; j++) moved = push(out[i], out[j], (widths[i] + widths[j]) / 2) || moved;
    }
  }
  return out;
}

/** Push two middles apart the shorter way; whether they had to be. */
function push(one, other, width) {
  if (!one || !other) return false;
  const gaps = [one[0] - other[0], one[1] - other[1]];
  const lacking = [width - Math.abs(gaps[0]), LINE - Math.abs(gaps[1])];
  if (lacking[0] <= 0.01 || lacking[1] <= 0.01) return false;
  const axis = lacking[0] < lacking[1] ? 0 : 1;
  const by = ((gaps[axis] < 0 ? -1 : 1) * lacking[axis]) / 2;
  one[axis] += by;
  other[axis] -= by;
  return true;
}

/** Points grow as one zooms in, and are larger where there are few. */
export function sizeAt(zoom, n) {
  const whole = n > 4000 ? 4 : n > 1000 ? 5 : 7; // CSS pixels while the whole map is shown
  return Math.min(10, whole * Math.max(1, zoom) ** 0.35);
}
