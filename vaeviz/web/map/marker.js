/** Where z stands on a map. */

import { h } from "../core/dom.js";
import { NEIGHBOURS, blend, nearest } from "./neighbours.js";
import { exactPlace, isExact } from "./shown.js";

const places = new WeakMap(); // map -> {z, c, codes, place}

/**
 * The place of {z, c} on `map`: exact for PCA (its linear map), for two coordinates of z and for the prior's plane; elsewhere the average
 * place of the real codes nearest to z.
 */
export function placeOf({ z, c }, map, codes) {
  if (isExact(map)) return exactPlace(map, z, c);
  if (map.basis) {
    return [0, 1].map((axis) =>
      z.reduce((sum, value, j) => sum + map.basis[axis * z.length + j] * (value - map.centre[j]), 0),
    );
  }
  return [...blend(map.points, 2, nearest(codes.mu, codes.latent, z, NEIGHBOURS))];
}

/** The same for the z and c of now: it is found once for each map, however often that is drawn. */
export function placeOfNow({ z, c }, map, codes) {
  const known = places.get(map);
  if (known?.z === z && known.c === c && known.codes === codes) return known.place;
  const place = placeOf({ z, c }, map, codes);
  places.set(map, { z, c, codes, place });
  return place;
}

const LOOKED_AT = 20_000; // points, to find where names go
const APART = 0.4; // share of points near their own class's middle, above which names are written

/** Where class names are written: nowhere on a map that does not tell the classes apart. */
export function placesOfNames({ points }, { labels }, classes) {
  const stride = Math.ceil(labels.length / LOOKED_AT);
  const some = stride === 1 ? points : thinned(points, 2, stride);
  const own = stride === 1 ? labels : thinned(labels, 1, stride);
  const middles = classPlaces(some, own, classes);
  return apartness(some, own, middles) > APART ? densePlaces(some, own, classes) : middles.map(() => null);
}

/** Every `stride`-th row of `width` numbers. */
function thinned(array, width, stride) {
  const rows = Math.ceil(array.length / width / stride);
  const out = new array.constructor(rows * width);
  for (let i = 0; i < rows; i++) for (let j = 0; j < width; j++) out[i * width + j] = array[i * stride * width + j];
  return out;
}

/** The middle of each class on a map, for its name: medians, so that stragglers do not pull it away. */
export function classPlaces(points, labels, classes) {
  return Array.from({ length: classes }, (_, label) => {
    const own = [];
    labels.forEach((value, i) => value === label && own.push(i));
    const median = (axis) => own.map((i) => points[2 * i + axis]).sort((a, b) => a - b)[own.length >> 1];
    return own.length ? [median(0), median(1)] : null;
  });
}

const SAMPLED = 120; // of a class's points, to find where most of them are
const BLUR = 0.25; // of the map's own deviation: what counts as one heap

/** Where most points of each class are, for its name: of a sample, the point with most others around it. */
export function densePlaces(points, labels, classes) {
  const own = Array.from({ length: classes }, () => []);
  labels.forEach((label, i) => own[label]?.push([points[2 * i], points[2 * i + 1]]));
  const width = 2 * BLUR ** 2 * variance(points);
  return own.map((all) => {
    const some = all.filter((_, i) => i % Math.ceil(all.length / SAMPLED) === 0);
    const crowds = some.map(([x, y]) =>
      some.reduce((sum, [ox, oy]) => sum + Math.exp(-((x - ox) ** 2 + (y - oy) ** 2) / width), 0),
    );
    return some[crowds.indexOf(Math.max(...crowds))] ?? null;
  });
}

/** The mean of both coordinates' variances; 1 where all points are one. */
function variance(points) {
  const [sums, squares] = [
    [0, 0],
    [0, 0],
  ];
  points.forEach((value, i) => ((sums[i % 2] += value), (squares[i % 2] += value * value)));
  const n = points.length / 2;
  return (squares[0] / n - (sums[0] / n) ** 2 + squares[1] / n - (sums[1] / n) ** 2) / 2 || 1;
}

/** The share of points that are nearer to their own class's place than to any other's: 1 where classes lie apart. */
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

/** Build the marker itself; `state.view` is the map on the screen. */
export function createMark(store, plane, state) {
  const node = h("b", { className: "marker", dataTestid: "map-marker", ariaHidden: "true" });
  const mark = {
    node,

    /** Where it stands on the screen. */
    at: () => plane.toScreen(...placeOfNow(store.get(), state.view.map, state.view.codes)),

    /** Whether the map on the screen is of the model whose z the store holds. */
    fits() {
      const { z, model } = store.get();
      return state.view !== null && z.length === state.view.codes.latent && model.class_names === state.view.names;
    },

    /** Put it where z is; on the way between two maps, as far as the points are. */
    place({ from, t } = { from: null, t: 1 }) {
      node.hidden = !mark.fits();
      if (node.hidden) return;
      const [x, y] = mark.at();
      const [ox, oy] = from ? screenIn(from.window, placeOfNow(store.get(), from.map, state.view.codes)) : [x, y];
      node.style.transform = `translate(${x + (1 - t) * (ox - x)}px, ${y + (1 - t) * (oy - y)}px)`;
    },
  };
  return mark;
}

function screenIn({ x, y, scale, width, height }, [px, py]) {
  return [width / 2 + (px - x) * scale, height / 2 - (py - y) * scale];
}
