/** The still layer of the map: all points and the class names, drawn once per view and kept off screen. */

import { stamp } from "./palette.js";

const APART = 20; // CSS pixels between class names

/** An offscreen picture of the points, redrawn only when `draw` is called. */
export class PointLayer {
  canvas = document.createElement("canvas");

  /** Draw `points` with `labels` as `plane` shows them; `places` are the class names' places. */
  draw({ plane, points, labels, places, names, colours, scale }) {
    Object.assign(this.canvas, { width: Math.round(plane.width * scale), height: Math.round(plane.height * scale) });
    const pen = this.canvas.getContext("2d");
    const size = sizeAt(plane.zoom, labels.length);
    const stamps = names.map((_, i) => stamp(i, size, scale, colours.text));
    pen.globalAlpha = 0.8;
    for (let i = 0; i < labels.length; i++) {
      const [x, y] = plane.toScreen(points[2 * i], points[2 * i + 1]);
      if (x < -9 || y < -9 || x > plane.width + 9 || y > plane.height + 9) continue;
      const mark = stamps[labels[i] % stamps.length];
      pen.drawImage(mark, Math.round(x * scale - mark.width / 2), Math.round(y * scale - mark.height / 2));
    }
    pen.globalAlpha = 1;
    this.#names(pen, { plane, places, names, colours, scale });
  }

  #names(pen, { plane, places, names, colours, scale }) {
    Object.assign(pen, { textAlign: "center", textBaseline: "middle", lineJoin: "round", lineWidth: 4 * scale });
    pen.font = `600 ${14 * scale}px ${colours.font}`;
    legible(places.map((place) => place && plane.toScreen(...place))).forEach((place, i) => {
      if (!place) return;
      const [x, y] = place.map((part) => part * scale);
      pen.strokeStyle = colours.ground;
      pen.strokeText(names[i], x, y);
      pen.fillStyle = colours.text;
      pen.fillText(names[i], x, y);
    });
  }
}

/** Class names that do not run into one another: of two that would, the first stands. */
export function legible(places) {
  const kept = [];
  return places.map((place) => {
    if (!place || kept.some(([x, y]) => Math.hypot(x - place[0], y - place[1]) < APART)) return null;
    kept.push(place);
    return place;
  });
}

/** Points grow as one zooms in, and are larger where there are few. */
export function sizeAt(zoom, n) {
  const whole = n > 4000 ? 4 : n > 1000 ? 5 : 7; // CSS pixels while the whole map is shown
  return Math.min(10, whole * Math.max(1, zoom) ** 0.35);
}
