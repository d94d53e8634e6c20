/** Class names on the map: where most of a class is, pushed apart until none runs into another or into a badge. */

/** @import { Codes, MapData, Theme } from "../core/types.js" */
/** @import { Plane, Point } from "./plane.js" */

export const LINE = 18; // height of a class name and side of a badge, in CSS pixels
const ROUNDS = 40; // of pushing names apart, at most

/**
 * Write the names at their places; a name without a place is not written.
 * @param {CanvasRenderingContext2D} pen
 * @param {{plane: Plane, places: readonly (Point | null)[], names: readonly string[], colours: Theme,
 *   badges?: readonly Point[]}} drawing `places` in data units, middles of `badges` in CSS pixels
 */
export function drawNames(pen, { plane, places, names, colours, badges = [] }) {
  Object.assign(pen, { textAlign: "center", textBaseline: "middle", lineJoin: "round", lineWidth: 4 });
  pen.font = `600 14px ${colours.font}`;
  const widths = names.map((name) => pen.measureText(name).width + 6);
  const middles = places.map((place) => place && plane.toScreen(...place));
  apart(middles, widths, badges).forEach((place, i) => {
    if (!place) return;
    const [x, y] = place;
    pen.strokeStyle = colours.ground;
    pen.strokeText(names[i], x, y);
    pen.fillStyle = colours.text;
    pen.fillText(names[i], x, y);
  });
}

/**
 * The middles of class names, `widths` wide, pushed apart until none runs into another or into a badge, which stays
 * where it is; a name without a place has none.
 * @param {readonly (Point | null)[]} places in CSS pixels
 * @param {readonly number[]} widths
 * @param {readonly Point[]} [badges]
 * @returns {(Point | null)[]}
 */
export function apart(places, widths, badges = []) {
  /** @type {(Point | null)[]} */
  const out = places.map((place) => place && [...place]);
  for (let round = 0, moved = true; moved && round < ROUNDS; round++) {
    moved = false;
    out.forEach((name, i) => {
      if (!name) return;
      for (let j = 0; j < i; j++) {
        const by = overlap(name, out[j], (widths[i] + widths[j]) / 2);
        shift(name, by, 0.5);
        if (by) shift(out[j], by, -0.5);
        moved ||= by !== null;
      }
      for (const badge of badges) {
        const by = overlap(name, badge, (widths[i] + LINE) / 2);
        shift(name, by, 1);
        moved ||= by !== null;
      }
    });
  }
  return out;
}

/**
 * How far, and along which axis, `one` must move to clear `other`; null where it does not overlap.
 * @param {Point} one
 * @param {Point | null} other
 * @param {number} width half of both widths together
 * @returns {{axis: 0 | 1, by: number} | null}
 */
function overlap(one, other, width) {
  if (!other) return null;
  const gaps = [one[0] - other[0], one[1] - other[1]];
  const lacking = [width - Math.abs(gaps[0]), LINE - Math.abs(gaps[1])];
  if (lacking[0] <= 0.01 || lacking[1] <= 0.01) return null;
  const axis = lacking[0] < lacking[1] ? 0 : 1;
  return { axis, by: (gaps[axis] < 0 ? -1 : 1) * lacking[axis] };
}

/** @type {(place: Point | null, move: {axis: 0 | 1, by: number} | null, share: number) => void} */
function shift(place, move, share) {
  if (place && move) place[move.axis] += share * move.by;
}

const LOOKED_AT = 20_000; // points, to find where names go
const APART = 0.4; // share of points near their own class's middle, above which names are written

/**
 * Where class names are written, in data units: nowhere on a map that does not keep the classes apart.
 * @type {(map: Pick<MapData, "points">, codes: Pick<Codes, "labels">, classes: number) => (Point | null)[]}
 */
export function placesOfNames({ points }, { labels }, classes) {
  const stride = Math.ceil(labels.length / LOOKED_AT);
  const some = stride === 1 ? points : Float32Array.from(thinned(points, 2, stride));
  const own = stride === 1 ? labels : Uint16Array.from(thinned(labels, 1, stride));
  const middles = classPlaces(some, own, classes);
  return apartness(some, own, middles) > APART ? densePlaces(some, own, classes) : middles.map(() => null);
}

/**
 * Every `stride`-th row of `width` numbers.
 * @param {ArrayLike<number>} array
 * @param {number} width
 * @param {number} stride
 */
function* thinned(array, width, stride) {
  for (let i = 0; i < array.length; i += stride * width) for (let j = 0; j < width; j++) yield array[i + j];
}

/**
 * The middle of each class on a map: medians, so that stragglers do not pull it away; null for a class without points.
 * @type {(points: Float32Array, labels: Uint16Array, classes: number) => (Point | null)[]}
 */
export function classPlaces(points, labels, classes) {
  return membersOfClasses(labels, classes).map((own) => (own.length ? medians(own, points) : null));
}

/** @type {(labels: Uint16Array, classes: number) => number[][]} */
function membersOfClasses(labels, classes) {
  const own = Array.from({ length: classes }, () => /** @type {number[]} */ ([]));
  labels.forEach((label, i) => void own[label]?.push(i));
  return own;
}

/**
 * The medians of both coordinates of some points (x, y pairs).
 * @type {(members: ArrayLike<number>, points: Float32Array) => Point}
 */
export function medians(members, points) {
  /** @type {(axis: number) => number} */
  const median = (axis) => Float32Array.from(members, (i) => points[2 * i + axis]).sort()[members.length >> 1];
  return [median(0), median(1)];
}

const SAMPLED = 120; // of a class's points, to find where most of them are
const BLUR = 0.25; // of the map's standard deviation: what counts as one cluster

/**
 * Where most points of each class are: of a sample, the point with most others around it.
 * @type {(points: Float32Array, labels: Uint16Array, classes: number) => (Point | null)[]}
 */
export function densePlaces(points, labels, classes) {
  const width = 2 * BLUR ** 2 * variance(points);
  return membersOfClasses(labels, classes).map((all) => {
    const stride = Math.ceil(all.length / SAMPLED);
    const some = all.filter((_, nth) => nth % stride === 0).map((i) => [points[2 * i], points[2 * i + 1]]);
    const crowds = some.map(([x, y]) =>
      some.reduce((sum, [ox, oy]) => sum + Math.exp(-((x - ox) ** 2 + (y - oy) ** 2) / width), 0),
    );
    const densest = some[crowds.indexOf(Math.max(...crowds))];
    return densest ? [densest[0], densest[1]] : null;
  });
}

/** The mean of both coordinates' variances; 1 where all points are one. @param {Float32Array} points */
function variance(points) {
  const [sums, squares] = [new Float64Array(2), new Float64Array(2)];
  points.forEach((value, i) => {
    sums[i % 2] += value;
    squares[i % 2] += value * value;
  });
  const n = points.length / 2;
  return (squares[0] / n - (sums[0] / n) ** 2 + squares[1] / n - (sums[1] / n) ** 2) / 2 || 1;
}

/**
 * The share of points that are nearer to their own class's place than to any other's: 1 where classes lie apart.
 * @type {(points: Float32Array, labels: Uint16Array, places: readonly (Point | null)[]) => number}
 */
export function apartness(points, labels, places) {
  let own = 0;
  labels.forEach((label, i) => {
    const gaps = places.map((place) =>
      place ? (points[2 * i] - place[0]) ** 2 + (points[2 * i + 1] - place[1]) ** 2 : Infinity,
    );
    own += gaps[label] === Math.min(...gaps) ? 1 : 0;
  });
  return own / labels.length;
}
