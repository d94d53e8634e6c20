/** Where z stands on a map. */

import { blend, nearest } from "./neighbours.js";

const NEIGHBOURS = 8;

/**
 * The place of z on `map`: exact for PCA (its linear map) and for axes (two coordinates of z); elsewhere the average
 * place of the real codes nearest to z.
 */
export function placeOf(z, map, codes) {
  if (map.name === "axes") return [z[map.params.x], z[map.params.y]];
  if (map.basis) {
    return [0, 1].map((axis) => z.reduce((sum, value, j) => sum + map.basis[axis * z.length + j] * (value - map.centre[j]), 0));
  }
  return [...blend(map.points, 2, nearest(codes.mu, codes.latent, z, NEIGHBOURS))];
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
