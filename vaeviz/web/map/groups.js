/** Groups on the map: their outlines where they were drawn, their badges where most members are. */

import { LETTERS, membersOf } from "./selection.js";
import { LINE, medians } from "./names.js";

/** @import { Codes, Theme } from "../core/types.js" */
/** @import { Plane, Point } from "./plane.js" */
/** @import { Grouped } from "./selection.js" */

const LOOKED_AT = 2000; // members, to find their middle

/** @type {WeakMap<Uint32Array, {points: Float32Array, middle: Point}>} */
const middles = new WeakMap(); // members -> their middle on some points: asked for at every frame

/**
 * For each code 1 where it is in a group; null while there is no group.
 * @type {(state: Grouped, codes: Codes) => Uint8Array | null}
 */
export function chosenOf(state, codes) {
  const groups = LETTERS.map((_, k) => membersOf(state, k)).filter(({ length }) => length);
  if (!groups.length) return null;
  const chosen = new Uint8Array(codes.n);
  for (const group of groups) for (const i of group) chosen[i] = 1;
  return chosen;
}

/** The middle of a group on a map. @type {(members: Uint32Array, points: Float32Array) => Point} */
export function middleOf(members, points) {
  const known = middles.get(members);
  if (known?.points === points) return known.middle;
  const stride = Math.ceil(members.length / LOOKED_AT);
  const middle = medians(
    members.filter((_, nth) => nth % stride === 0),
    points,
  );
  middles.set(members, { points, middle });
  return middle;
}

/**
 * The middles of both groups' badges on the screen; null for a group without members.
 * @type {(plane: Plane, state: Grouped, points: Float32Array) => (Point | null)[]}
 */
export function badgePlaces(plane, state, points) {
  return LETTERS.map((_, k) => {
    const members = membersOf(state, k);
    return members.length ? plane.toScreen(...middleOf(members, points)) : null;
  });
}

/**
 * Outline the groups that were drawn on the map that is shown; B's line is dashed.
 * @type {(pen: CanvasRenderingContext2D, plane: Plane, state: Grouped, colour: string) => void}
 */
export function outlineGroups(pen, plane, state, colour) {
  state.selections.forEach((selection, k) => {
    if (selection?.map !== state.map || !membersOf(state, k).length) return;
    const { polygon } = selection;
    const corner = (/** @type {number} */ i) => plane.toScreen(polygon[2 * i], polygon[2 * i + 1]);
    const corners = Array.from({ length: polygon.length / 2 }, (_, i) => corner(i));
    outline(pen, corners, colour, k === 1);
  });
}

/**
 * Draw a closed line through places of the screen.
 * @type {(pen: CanvasRenderingContext2D, places: readonly Point[], colour: string, dashed: boolean) => void}
 */
export function outline(pen, places, colour, dashed) {
  Object.assign(pen, { strokeStyle: colour, lineWidth: 1.5, lineJoin: "round" });
  pen.setLineDash(dashed ? [6, 4] : []);
  pen.beginPath();
  for (const [x, y] of places) pen.lineTo(x, y);
  pen.closePath();
  pen.stroke();
  pen.setLineDash([]);
}

/**
 * Draw the groups' badges: A is round and filled, B is square and hollow.
 * @type {(pen: CanvasRenderingContext2D, places: readonly (Point | null)[], theme: Theme) => void}
 */
export function drawBadges(pen, places, { text, ground, font }) {
  Object.assign(pen, { strokeStyle: text, lineWidth: 1, font: `600 12px ${font}` });
  Object.assign(pen, { textAlign: "center", textBaseline: "middle" });
  places.forEach((place, k) => {
    if (!place) return;
    const [x, y] = place;
    pen.beginPath();
    if (k === 0) pen.arc(x, y, LINE / 2, 0, 2 * Math.PI);
    else pen.rect(x - LINE / 2, y - LINE / 2, LINE, LINE);
    pen.fillStyle = k === 0 ? text : ground;
    pen.fill();
    pen.stroke();
    pen.fillStyle = k === 0 ? ground : text;
    pen.fillText(LETTERS[k], x, y + 0.5);
  });
}
