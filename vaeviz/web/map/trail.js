/** The path through the pins on the map: a line through its codes, the pins' letters, a dot at its current place. */

import { placeOf } from "./marker.js";

/** @import { Codes, MapData, State, Theme } from "../core/types.js" */
/** @import { Plane, Point } from "./plane.js" */

const DOT = 4; // pixels, its radius
const CASING = 2; // of the ground's colour around all of it

/** Make the drawing; places are found once for a path and a map. */
export function createTrail() {
  /** @type {{trail: State["trail"], map: MapData | null, places: Point[]}} */
  let known = { trail: null, map: null, places: [] };
  /** @type {(pen: CanvasRenderingContext2D, plane: Plane, state: State, map: MapData, codes: Codes) => void} */
  return (pen, plane, { trail, path, pins, theme }, map, codes) => {
    if (!trail?.length) return;
    if (known.trail !== trail || known.map !== map)
      known = { trail, map, places: trail.map((code) => placeOf(code, map, codes)) };
    const places = known.places.map((place) => plane.toScreen(...place));
    drawLine(pen, places, theme);
    pins.forEach(({ name }, nth) => drawName(pen, name, along(places, nth / Math.max(1, pins.length - 1)), theme));
    if (path) drawDot(pen, along(places, path.t), theme);
  };
}

/**
 * The place at share `t` (0 to 1) of the way through `places`.
 * @type {(places: readonly Point[], t: number) => Point}
 */
export function along(places, t) {
  const at = t * (places.length - 1);
  const [one, next] = [places[Math.floor(at)], places[Math.min(places.length - 1, Math.floor(at) + 1)]];
  const part = at - Math.floor(at);
  return [one[0] + part * (next[0] - one[0]), one[1] + part * (next[1] - one[1])];
}

/** @type {(pen: CanvasRenderingContext2D, places: readonly Point[], theme: Theme) => void} */
function drawLine(pen, places, { ground, accent }) {
  Object.assign(pen, { lineJoin: "round", lineCap: "round" });
  pen.beginPath();
  for (const [x, y] of places) pen.lineTo(x, y);
  Object.assign(pen, { strokeStyle: ground, lineWidth: 2 + 2 * CASING });
  pen.stroke();
  Object.assign(pen, { strokeStyle: accent, lineWidth: 2 });
  pen.stroke();
}

/** @type {(pen: CanvasRenderingContext2D, name: string, place: Point, theme: Theme) => void} */
function drawName(pen, name, [x, y], { ground, accent, font }) {
  Object.assign(pen, { strokeStyle: ground, fillStyle: accent, lineWidth: 2 * CASING });
  Object.assign(pen, { textAlign: "center", textBaseline: "middle", font: `600 14px ${font}` });
  pen.strokeText(name, x, y - 16);
  pen.fillText(name, x, y - 16);
}

/** @type {(pen: CanvasRenderingContext2D, place: Point, theme: Theme) => void} */
function drawDot(pen, [x, y], { ground, accent }) {
  for (const [fillStyle, radius] of /** @type {[string, number][]} */ ([
    [ground, DOT + CASING],
    [accent, DOT],
  ])) {
    pen.fillStyle = fillStyle;
    pen.beginPath();
    pen.arc(x, y, radius, 0, 2 * Math.PI);
    pen.fill();
  }
}
