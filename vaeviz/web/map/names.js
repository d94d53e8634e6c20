/** Class names on the map, pushed apart until none runs into another. */

const LINE = 18; // CSS pixels that a class name is high
const ROUNDS = 40; // of pushing names apart, at most

/** Write the names at their places in data units; a name without a place is not written. */
export function drawNames(pen, { plane, places, names, colours }) {
  Object.assign(pen, { textAlign: "center", textBaseline: "middle", lineJoin: "round", lineWidth: 4 });
  pen.font = `600 14px ${colours.font}`;
  const widths = names.map((name) => pen.measureText(name).width + 6);
  apart(
    places.map((place) => place && plane.toScreen(...place)),
    widths,
  ).forEach((place, i) => {
    if (!place) return;
    const [x, y] = place;
    pen.strokeStyle = colours.ground;
    pen.strokeText(names[i], x, y);
    pen.fillStyle = colours.text;
    pen.fillText(names[i], x, y);
  });
}

/** Places of class names, `widths` wide, pushed apart until none runs into another; a name without a place has none. */
export function apart(places, widths) {
  const out = places.map((place) => place && [...place]);
  for (let round = 0, moved = true; moved && round < ROUNDS; round++) {
    moved = false;
    for (let i = 0; i < out.length; i++) {
      for (let j = 0; j < i; j++) moved = push(out[i], out[j], (widths[i] + widths[j]) / 2) || moved;
    }
  }
  return out;
}

/** Push two middles apart the shorter way; whether they had to be. */
function push(one, other, width) {
  if (!one || !other) return false;
  const gaps = [one[0] - other[0], one[1] - other[1]];
  const lacking = [width - Math.abs(gaps[0]), LINE - Math.abs(gaps[1])];
  if (lacking[0] <= 0.01 || lacking[1] <= 0.01) return false;
  const axis = lacking[0] < lacking[1] ? 0 : 1;
  const by = ((gaps[axis] < 0 ? -1 : 1) * lacking[axis]) / 2;
  one[axis] += by;
  other[axis] -= by;
  return true;
}
