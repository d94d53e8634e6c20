/** What can be drawn between the axes. Each kind: (pen, mark, {x, y, box, colour, ink, colours}), x and y the scales. */

const [LINE, DOT] = [1.75, 3]; // px: width of a line, radius of a dot

export const KINDS = { line, steps, area, dots, bars, rule, text };

/** Values of a mark along an axis, for the ends of that axis. */
export function* valuesOf(marks, axis) {
  for (const mark of marks) {
    if (mark.kind === "bars" && axis === "x") yield* barEnds(mark);
    else if (mark.kind !== "rule" || mark.counts) yield* mark[axis] ?? [];
    if (axis === "y" && (mark.kind === "bars" || mark.kind === "area")) yield* mark.base ?? [0];
  }
}

function* barEnds(mark) {
  const half = widthOf(mark) / 2;
  for (const at of mark.x) yield* [at - half, at + half];
}

function widthOf({ x, width }) {
  return width ?? (x.length > 1 ? Math.abs(x[1] - x[0]) : 1);
}

function line(pen, mark, { x, y, colour }) {
  stroke(pen, mark, colour);
  pen.beginPath();
  let open = false;
  for (let i = 0; i < mark.x.length; i++) {
    const [px, py] = [x.at(mark.x[i]), y.at(mark.y[i])];
    const drawn = Number.isFinite(px) && Number.isFinite(py);
    if (drawn) open ? pen.lineTo(px, py) : pen.moveTo(px, py);
    open = drawn;
  }
  pen.stroke();
}

/** Level from each x to the next one. */
function steps(pen, mark, place) {
  const [xs, ys] = [[], []];
  mark.x.forEach((at, i) => {
    if (i) xs.push(at), ys.push(mark.y[i - 1]);
    xs.push(at);
    ys.push(mark.y[i]);
  });
  line(pen, { ...mark, x: xs, y: ys }, place);
}

/** Between y and `base`: one number a value, or nothing for zero. */
function area(pen, mark, { x, y, colour }) {
  pen.fillStyle = colour;
  pen.globalAlpha *= mark.fill ?? 0.2;
  pen.beginPath();
  mark.x.forEach((at, i) => pen[i ? "lineTo" : "moveTo"](x.at(at), y.at(mark.y[i])));
  for (let i = mark.x.length - 1; i >= 0; i--) pen.lineTo(x.at(mark.x[i]), y.at(mark.base?.[i] ?? Math.max(0, y.min)));
  pen.fill();
}

/** Full dots; rings with `fill: false`. */
function dots(pen, mark, { x, y, colour, colours }) {
  const radius = mark.size ?? DOT;
  mark.x.forEach((at, i) => {
    const [px, py] = [x.at(at), y.at(mark.y[i])];
    if (!Number.isFinite(px) || !Number.isFinite(py)) return;
    pen.beginPath();
    pen.arc(px, py, radius, 0, 2 * Math.PI);
    pen.fillStyle = mark.fill === false ? colours.ground : colour;
    pen.fill();
    pen.lineWidth = mark.fill === false ? 1.5 : 1;
    pen.strokeStyle = mark.fill === false ? colour : colours.ground;
    pen.stroke();
  });
}

function bars(pen, mark, { x, y, colour }) {
  const wide = 0.8 * Math.abs(x.at(mark.x[0] + widthOf(mark)) - x.at(mark.x[0]));
  pen.fillStyle = colour;
  pen.globalAlpha *= mark.fill || 1;
  mark.x.forEach((at, i) => {
    const [from, to] = [y.at(mark.base?.[i] ?? Math.max(0, y.min)), y.at(mark.y[i])];
    pen.fillRect(
      x.at(at) - wide / 2,
      Math.min(from, to),
      Math.max(1, wide),
      Math.max(Math.abs(from - to), mark.y[i] ? 1 : 0),
    );
  });
}

/** A line across at each y, or upwards at each x with `vertical`; its label stands at its end. */
function rule(pen, mark, { x, y, box, colour, ink }) {
  stroke(pen, { size: 1.25, ...mark }, colour);
  for (const value of mark.vertical ? mark.x : mark.y) {
    const at = mark.vertical ? x.at(value) : y.at(value);
    pen.beginPath();
    pen.moveTo(mark.vertical ? at : box.left, mark.vertical ? box.top : at);
    pen.lineTo(mark.vertical ? at : box.right, mark.vertical ? box.bottom : at);
    pen.stroke();
    if (mark.label) ruleLabel(pen, mark, at, box, ink);
  }
}

function ruleLabel(pen, { vertical, label }, at, box, ink) {
  pen.fillStyle = ink;
  const wide = pen.measureText(label).width;
  if (vertical) {
    const right = at + 4 + wide <= box.right;
    pen.textAlign = right ? "left" : "right";
    pen.textBaseline = "top";
    return pen.fillText(label, right ? at + 4 : at - 4, box.top + 2);
  }
  pen.textAlign = "right";
  pen.textBaseline = at - 16 > box.top ? "bottom" : "top";
  pen.fillText(label, box.right - 2, at + (pen.textBaseline === "bottom" ? -2 : 3));
}

/** `label` at each point: one text for all, or one a point. */
function text(pen, mark, { x, y, box, ink }) {
  pen.fillStyle = ink;
  pen.textBaseline = "middle";
  mark.x.forEach((at, i) => {
    const words = Array.isArray(mark.label) ? mark.label[i] : mark.label;
    const [px, py] = [x.at(at), y.at(mark.y[i])];
    const fits = px + 6 + pen.measureText(words).width <= box.right;
    pen.textAlign = mark.align ?? (fits ? "left" : "right");
    const shift = { left: 6, right: -6, center: 0 }[pen.textAlign];
    pen.fillText(words, px + shift, py);
  });
}

function stroke(pen, mark, colour) {
  pen.strokeStyle = colour;
  pen.lineWidth = mark.size ?? LINE;
  pen.lineJoin = "round";
  pen.setLineDash(mark.dash === true ? [5, 4] : (mark.dash ?? []));
}
