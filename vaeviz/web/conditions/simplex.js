/** A mixture of classes as a place in a regular polygon, one corner a class; and as weights that can be moved one by one. */

import { C_STEPS } from "../latents/place.js";

/** The corners of a regular polygon about 0, the first at the top, then clockwise; y points down. Two stand side by side. */
export function cornersOf(n) {
  if (n === 2)
    return [
      [-1, 0],
      [1, 0],
    ];
  return Array.from({ length: n }, (_, i) => {
    const angle = (2 * Math.PI * i) / n - Math.PI / 2;
    return [Math.cos(angle), Math.sin(angle)];
  });
}

/** Where a mixture stands: the mean of the corners by its weights; a rest that is told nothing draws it to the middle. */
export function placeOf(weights, corners) {
  return [0, 1].map((axis) => corners.reduce((sum, corner, i) => sum + weights[i] * corner[axis], 0));
}

/**
 * The weights of a place: Wachspress coordinates, which are rational, positive within, 1 at their own corner and linear
 * along an edge. A place beyond the polygon counts as the nearest on its rim.
 */
export function weightsAt(place, corners) {
  const n = corners.length;
  const [x, y] = within(place, corners);
  if (n === 2) return onGrid([(1 - x) / 2, (1 + x) / 2]);
  const areas = corners.map((corner, i) => Math.max(0, doubleArea(corner, corners[(i + 1) % n], [x, y])));
  const parts = corners.map((_, i) =>
    areas.reduce((product, area, j) => (j === i || j === (i + n - 1) % n ? product : product * area), 1),
  );
  const total = parts.reduce((sum, part) => sum + part, 0);
  return onGrid(parts.map((part) => part / total));
}

/** The weights once the i-th is `weight`: the others keep theirs, but for what goes beyond 1 in all; they shrink alike. */
export function withWeight(weights, i, weight) {
  const own = Math.max(0, Math.min(1, weight));
  const rest = weights.reduce((sum, value, j) => (j === i ? sum : sum + value), 0);
  const scale = rest > 1 - own ? (1 - own) / rest : 1;
  return onGrid(Array.from(weights, (value, j) => (j === i ? own : value * scale)));
}

/** The same mixture with no rest: its weights are 1 in all; nothing told stays nothing told. */
export function filled(weights) {
  const total = weights.reduce((sum, value) => sum + value, 0);
  return total > 0 ? onGrid(Array.from(weights, (value) => value / total)) : Float32Array.from(weights);
}

/** What is left to 1: the share that is told nothing. */
export function restOf(weights) {
  return 1 - weights.reduce((sum, value) => sum + value, 0);
}

/** Weights in whole steps of c's grid whose sum is that of `weights`, rounded: the largest takes what rounding left over. */
function onGrid(weights) {
  const steps = weights.map((weight) => Math.round(weight * C_STEPS));
  const wanted = Math.round(weights.reduce((sum, weight) => sum + weight, 0) * C_STEPS);
  steps[steps.indexOf(Math.max(...steps))] += wanted - steps.reduce((sum, step) => sum + step, 0);
  return Float32Array.from(steps, (step) => step / C_STEPS);
}

/** The nearest place in the polygon. */
function within(place, corners) {
  const n = corners.length;
  const edges = corners.map((corner, i) => [corner, corners[(i + 1) % n]]);
  if (n > 2 && edges.every(([from, to]) => doubleArea(from, to, place) >= 0)) return place;
  const rim = edges.map(([from, to]) => nearestOn(from, to, place));
  const far = rim.map(([x, y]) => Math.hypot(x - place[0], y - place[1]));
  return rim[far.indexOf(Math.min(...far))];
}

function nearestOn([x0, y0], [x1, y1], [x, y]) {
  const [dx, dy] = [x1 - x0, y1 - y0];
  const t = Math.max(0, Math.min(1, ((x - x0) * dx + (y - y0) * dy) / (dx * dx + dy * dy)));
  return [x0 + t * dx, y0 + t * dy];
}

/** Twice the area of a triangle, positive where its corners go clockwise on the screen. */
function doubleArea([ax, ay], [bx, by], [cx, cy]) {
  return (bx - ax) * (cy - ay) - (by - ay) * (cx - ax);
}
