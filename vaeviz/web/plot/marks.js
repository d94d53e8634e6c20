/** What can be drawn between the axes. */

/** @import { Scale } from "./scale.js" */
/** @import { Colour, Colours } from "./theme.js" */

/** @typedef {ArrayLike<number> & Iterable<number>} Numbers */
/** @typedef {{ left: number; right: number; top: number; bottom: number }} Box in px */

/**
 * @typedef {object} Mark
 * @property {keyof typeof KINDS} kind
 * @property {Numbers} [x]
 * @property {Numbers} [y]
 * @property {Colour} [colour]
 * @property {number} [size] px: width of a line, radius of a dot
 * @property {boolean | number[]} [dash]
 * @property {string | string[]} [label] in the legend, at a rule, or the text at each point
 * @property {number | boolean} [fill] opacity of areas and bars; false: dots are rings
 * @property {Numbers} [base] the lower end of areas and bars; else zero
 * @property {boolean} [vertical] rules stand at each x instead of lying at each y
 * @property {boolean} [counts] a rule counts for the ends of the axis
 * @property {CanvasTextAlign} [align]
 * @property {number} [width] of bars, in units of x
 * @property {number} [opacity]
 */

/**
 * Where a mark is drawn: the scales, the box between the axes, the mark's colour and its text's.
 * @typedef {{ x: Scale; y: Scale; box: Box; colours: Colours; colour: string; ink: string }} Place
 */

/** @typedef {CanvasRenderingContext2D} Pen */

const [LINE, DOT] = [1.75, 3]; // px: width of a line, radius of a dot

export const KINDS = { line, steps, area, dots, bars, rule, text };

/**
 * Values of marks along an axis, for the ends of that axis.
 * @param {Mark[]} marks
 * @param {"x" | "y"} axis
 * @returns {Generator<number>}
 */
export function* valuesOf(marks, axis) {
  for (const mark of marks) {
    if (mark.kind === "bars" && axis === "x") yield* barEnds(mark);
    else if (mark.kind !== "rule" || mark.counts) yield* mark[axis] ?? [];
    if (axis === "y" && (mark.kind === "bars" || mark.kind === "area")) yield* mark.base ?? [0];
  }
}

/** @param {Mark} mark @returns {Generator<number>} */
function* barEnds(mark) {
  const half = widthOf(mark) / 2;
  for (const at of mark.x ?? []) yield* [at - half, at + half];
}

/** @param {Mark} mark */
function widthOf({ x = [], width }) {
  return width ?? (x.length > 1 ? Math.abs(x[1] - x[0]) : 1);
}

/**
 * The points of a mark, in px; x or y is NaN where there is no number.
 * @param {Mark} mark
 * @param {Place} place
 */
function pointsOf({ x: xs = [], y: ys = [] }, { x, y }) {
  return Array.from(xs, (at, i) => [x.at(at), y.at(ys[i])]);
}

/** @param {Pen} pen @param {Mark} mark @param {Place} place */
function line(pen, mark, place) {
  stroke(pen, mark, place.colour);
  pen.beginPath();
  let open = false;
  for (const [px, py] of pointsOf(mark, place)) {
    const drawn = Number.isFinite(px) && Number.isFinite(py);
    if (drawn && open) pen.lineTo(px, py);
    else if (drawn) pen.moveTo(px, py);
    open = drawn;
  }
  pen.stroke();
}

/**
 * Level from each x to the next one.
 * @param {Pen} pen @param {Mark} mark @param {Place} place
 */
function steps(pen, mark, place) {
  const [xs, ys] = [Array.from(mark.x ?? []), Array.from(mark.y ?? [])];
  const x = xs.flatMap((at, i) => (i ? [at, at] : [at]));
  const y = ys.flatMap((at, i) => (i < ys.length - 1 ? [at, at] : [at]));
  line(pen, { ...mark, x, y }, place);
}

/**
 * Between y and `base`.
 * @param {Pen} pen @param {Mark} mark @param {Place} place
 */
function area(pen, mark, place) {
  const points = pointsOf(mark, place);
  pen.fillStyle = place.colour;
  pen.globalAlpha *= Number(mark.fill ?? 0.2);
  pen.beginPath();
  for (const [px, py] of points) pen.lineTo(px, py);
  for (let i = points.length - 1; i >= 0; i--) pen.lineTo(points[i][0], baseOf(mark, i, place));
  pen.fill();
}

/** @param {Mark} mark @param {number} i @param {Place} place */
function baseOf({ base }, i, { y }) {
  return y.at(base?.[i] ?? Math.max(0, y.min));
}

/**
 * Full dots; rings with `fill: false`.
 * @param {Pen} pen @param {Mark} mark @param {Place} place
 */
function dots(pen, mark, place) {
  const { colour, colours } = place;
  const radius = mark.size ?? DOT;
  for (const [px, py] of pointsOf(mark, place)) {
    if (!Number.isFinite(px) || !Number.isFinite(py)) continue;
    pen.beginPath();
    pen.arc(px, py, radius, 0, 2 * Math.PI);
    pen.fillStyle = mark.fill === false ? colours.ground : colour;
    pen.fill();
    pen.lineWidth = mark.fill === false ? 1.5 : 1;
    pen.strokeStyle = mark.fill === false ? colour : colours.ground;
    pen.stroke();
  }
}

/** @param {Pen} pen @param {Mark} mark @param {Place} place */
function bars(pen, mark, place) {
  const first = mark.x?.[0] ?? 0;
  const wide = 0.8 * Math.abs(place.x.at(first + widthOf(mark)) - place.x.at(first));
  pen.fillStyle = place.colour;
  pen.globalAlpha *= Number(mark.fill || 1);
  pointsOf(mark, place).forEach(([px, to], i) => {
    const from = baseOf(mark, i, place);
    const high = Math.max(Math.abs(from - to), mark.y?.[i] ? 1 : 0);
    pen.fillRect(px - wide / 2, Math.min(from, to), Math.max(1, wide), high);
  });
}

/**
 * A line across at each y, or upwards at each x with `vertical`, with its label at its end.
 * @param {Pen} pen @param {Mark} mark @param {Place} place
 */
function rule(pen, mark, { x, y, box, colour, ink }) {
  stroke(pen, { size: 1.25, ...mark }, colour);
  for (const value of (mark.vertical ? mark.x : mark.y) ?? []) {
    const at = mark.vertical ? x.at(value) : y.at(value);
    pen.beginPath();
    pen.moveTo(mark.vertical ? at : box.left, mark.vertical ? box.top : at);
    pen.lineTo(mark.vertical ? at : box.right, mark.vertical ? box.bottom : at);
    pen.stroke();
    if (mark.label) ruleLabel(pen, String(mark.label), at, mark.vertical, box, ink);
  }
}

/**
 * @param {Pen} pen
 * @param {string} label
 * @param {number} at
 * @param {boolean | undefined} vertical
 * @param {Box} box
 * @param {string} ink
 */
function ruleLabel(pen, label, at, vertical, box, ink) {
  pen.fillStyle = ink;
  const wide = pen.measureText(label).width;
  if (vertical) {
    const right = at + 4 + wide <= box.right;
    pen.textAlign = right ? "left" : "right";
    pen.textBaseline = "top";
    pen.fillText(label, right ? at + 4 : at - 4, box.top + 2);
    return;
  }
  pen.textAlign = "right";
  pen.textBaseline = at - 16 > box.top ? "bottom" : "top";
  pen.fillText(label, box.right - 2, at + (pen.textBaseline === "bottom" ? -2 : 3));
}

/**
 * `label` at each point: one text for all, or one per point.
 * @param {Pen} pen @param {Mark} mark @param {Place} place
 */
function text(pen, mark, place) {
  pen.fillStyle = place.ink;
  pen.textBaseline = "middle";
  pointsOf(mark, place).forEach(([px, py], i) => {
    const words = (Array.isArray(mark.label) ? mark.label[i] : mark.label) ?? "";
    const fits = px + 6 + pen.measureText(words).width <= place.box.right;
    pen.textAlign = mark.align ?? (fits ? "left" : "right");
    const shift = { left: 6, right: -6 }[String(pen.textAlign)] ?? 0;
    pen.fillText(words, px + shift, py);
  });
}

/** @param {Pen} pen @param {Partial<Mark>} mark @param {string} colour */
function stroke(pen, mark, colour) {
  pen.strokeStyle = colour;
  pen.lineWidth = mark.size ?? LINE;
  pen.lineJoin = "round";
  pen.setLineDash(mark.dash === true ? [5, 4] : mark.dash || []);
}
