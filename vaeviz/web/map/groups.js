/** Groups on the map: their outlines where they were drawn, their letters where most members are, the others faded. */

import { LETTERS, membersOf } from "./selection.js";

const LOOKED_AT = 2000; // members, to find their middle
const SIDE = 18; // CSS pixels of a letter's badge

const middles = new WeakMap(); // members -> {points, middle}: asked for at every frame

/** For each of n codes 1 where it is in a group; null while there is no group. */
export function chosenOf(state) {
  const groups = LETTERS.map((_, k) => membersOf(state, k)).filter(({ length }) => length);
  if (!groups.length) return null;
  const chosen = new Uint8Array(state.codes.n);
  for (const group of groups) for (const i of group) chosen[i] = 1;
  return chosen;
}

/** The middle of a group on a map: medians, so that stragglers do not pull it away. */
export function middleOf(members, points) {
  const known = middles.get(members);
  if (known?.points === points) return known.middle;
  const stride = Math.ceil(members.length / LOOKED_AT);
  const some = Array.from({ length: Math.ceil(members.length / stride) }, (_, nth) => members[nth * stride]);
  const middle = [0, 1].map((axis) => Float32Array.from(some, (i) => points[2 * i + axis]).sort()[some.length >> 1]);
  middles.set(members, { points, middle });
  return middle;
}

/** Draw both groups; A is round and filled with a whole outline, B is square and hollow with a dashed one. */
export function drawGroups(pen, plane, state, points, { text, ground, font }) {
  LETTERS.forEach((letter, k) => {
    const members = membersOf(state, k);
    if (!members.length) return;
    const { map, polygon } = state.selections[k];
    if (map === state.map) outline(pen, placesOf(plane, polygon), text, k === 1);
    badge(
      pen,
      plane.toScreen(...middleOf(members, points)),
      letter,
      k === 0 ? [text, ground] : [ground, text],
      text,
      font,
      k === 0,
    );
  });
}

function placesOf(plane, polygon) {
  return Array.from({ length: polygon.length / 2 }, (_, i) => plane.toScreen(polygon[2 * i], polygon[2 * i + 1]));
}

/** Draw a closed line through places of the screen. */
export function outline(pen, places, colour, dashed) {
  Object.assign(pen, { strokeStyle: colour, lineWidth: 1.5, lineJoin: "round" });
  pen.setLineDash(dashed ? [6, 4] : []);
  pen.beginPath();
  places.forEach(([x, y], i) => (i ? pen.lineTo(x, y) : pen.moveTo(x, y)));
  pen.closePath();
  pen.stroke();
  pen.setLineDash([]);
}

function badge(pen, [x, y], letter, [fill, ink], edge, font, round) {
  Object.assign(pen, {
    fillStyle: fill,
    strokeStyle: edge,
    lineWidth: 1,
    font: `600 12px ${font}`,
    textAlign: "center",
    textBaseline: "middle",
  });
  pen.beginPath();
  if (round) pen.arc(x, y, SIDE / 2, 0, 2 * Math.PI);
  else pen.rect(x - SIDE / 2, y - SIDE / 2, SIDE, SIDE);
  pen.fill();
  pen.stroke();
  pen.fillStyle = ink;
  pen.fillText(letter, x, y + 0.5);
}
