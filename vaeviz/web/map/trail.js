/** The path through the pins on the map: a line through where its codes stand, the pins' letters, a dot where it is now. */

import { placeOf } from "./marker.js";

const DOT = 4; // pixels, its radius
const CASING = 2; // of the ground's colour around all of it

/** Make the drawing; places are found once for a path and a map. */
export function createTrail() {
  let known = { trail: null, map: null, places: [] };
  return (pen, plane, { trail, path, pins, codes }, map, theme) => {
    if (!trail?.length) return;
    if (known.trail !== trail || known.map !== map)
      known = { trail, map, places: trail.map((place) => placeOf(place, map, codes)) };
    const places = known.places.map((place) => plane.toScreen(...place));
    drawLine(pen, places, theme);
    pins.forEach(({ name }, nth) => drawName(pen, name, along(places, nth / Math.max(1, pins.length - 1)), theme));
    if (path) drawDot(pen, along(places, path.t), theme);
  };
}

/** Where share `t` of the way through `places` is. */
export function along(places, t) {
  const at = t * (places.length - 1);
  const [one, next] = [places[Math.floor(at)], places[Math.min(places.length - 1, Math.floor(at) + 1)]];
  return [0, 1].map((axis) => one[axis] + (at - Math.floor(at)) * (next[axis] - one[axis]));
}

function drawLine(pen, places, { ground, accent }) {
  for (const [strokeStyle, lineWidth] of [
    [ground, 2 + 2 * CASING],
    [accent, 2],
  ]) {
    Object.assign(pen, { strokeStyle, lineWidth, lineJoin: "round", lineCap: "round" });
    pen.beginPath();
    places.forEach(([x, y], i) => (i ? pen.lineTo(x, y) : pen.moveTo(x, y)));
    pen.stroke();
  }
}

function drawName(pen, name, [x, y], { ground, accent, font }) {
  Object.assign(pen, {
    strokeStyle: ground,
    fillStyle: accent,
    lineWidth: 2 * CASING,
    textAlign: "center",
    textBaseline: "middle",
    font: `600 14px ${font}`,
  });
  pen.strokeText(name, x, y - 16);
  pen.fillText(name, x, y - 16);
}

function drawDot(pen, [x, y], { ground, accent }) {
  for (const [fillStyle, radius] of [
    [ground, DOT + CASING],
    [accent, DOT],
  ]) {
    pen.fillStyle = fillStyle;
    pen.beginPath();
    pen.arc(x, y, radius, 0, 2 * Math.PI);
    pen.fill();
  }
}
