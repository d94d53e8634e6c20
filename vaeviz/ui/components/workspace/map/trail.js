/** The path between two pins on the map: a line through where its codes stand, a dot where it is now. */

import { placeOf } from "./marker.js";

/** Make the drawing; places are found once for a path and a map. */
export function createTrail() {
  let known = { trail: null, map: null, places: [] };
  return (pen, plane, { trail, path, codes }, map, { ground, accent }) => {
    if (!trail?.length) return;
    if (known.trail !== trail || known.map !== map) known = { trail, map, places: trail.filter(Boolean).map((z) => placeOf(z, map, codes)) };
    const places = known.places.map((place) => plane.toScreen(...place));
    for (const [strokeStyle, lineWidth] of [[ground, 5], [accent, 2]]) {
      Object.assign(pen, { strokeStyle, lineWidth, lineJoin: "round" });
      pen.beginPath();
      places.forEach(([x, y], i) => (i ? pen.lineTo(x, y) : pen.moveTo(x, y)));
      pen.stroke();
    }
    if (!path || places.length < 2) return;
    const at = path.t * (places.length - 1);
    const [one, next] = [places[Math.floor(at)], places[Math.min(places.length - 1, Math.floor(at) + 1)]];
    const part = at - Math.floor(at);
    pen.fillStyle = accent;
    pen.beginPath();
    pen.arc(one[0] + part * (next[0] - one[0]), one[1] + part * (next[1] - one[1]), 4, 0, 2 * Math.PI);
    pen.fill();
  };
}
