/** Colour and shape of a class: Okabe and Ito's eight, two neutral tones, then the same with another shape. Never hue alone. */

const OKABE_ITO = ["#0072B2", "#E69F00", "#009E73", "#CC79A7", "#56B4E9", "#D55E00", "#F0E442", null]; // null: the text colour
const COLOURS = [...OKABE_ITO, "#8C8C8C", "#8F5B2E"]; // the last two can be told from the rest on light and on dark
const EDGES = { "#F0E442": "#8F8400" }; // yellow alone would be lost on white
const SHAPES = ["dot", "cross", "triangle", "square"];
const OWN_SHAPE = { 8: 2, 9: 3 }; // the neutral tones begin elsewhere in `SHAPES`
const LARGER = { triangle: 1.5, square: 1.2 }; // than a dot, so that the shape is seen

/** How much a mark covers, and one that is in no group while there are some. */
export const [COVER, FADED] = [0.8, 0.15];

/** Colour (or null for the theme's text colour) and shape of class `i`. */
export function styleOf(i) {
  const [nth, round] = [i % COLOURS.length, Math.floor(i / COLOURS.length)];
  return { colour: COLOURS[nth], shape: SHAPES[(round + (OWN_SHAPE[nth] ?? 0)) % SHAPES.length] };
}

/** The colour of the line around class `i`'s mark; undefined where it has none. */
export function edgeOf(i) {
  const { colour, shape } = styleOf(i);
  return shape === "cross" ? undefined : EDGES[colour];
}

/** The shape of class `i` as the shaders number it. */
export function shapeNumber(i) {
  return SHAPES.indexOf(styleOf(i).shape);
}

/** Draw the class's mark, `size` wide, around (x, y). */
export function drawGlyph(pen, i, x, y, size, text) {
  const { colour, shape } = styleOf(i);
  const r = (size / 2) * (LARGER[shape] ?? 1);
  pen.fillStyle = pen.strokeStyle = colour ?? text;
  pen.lineWidth = size * 0.3;
  pen.beginPath();
  if (shape === "dot") pen.arc(x, y, r, 0, 2 * Math.PI);
  else if (shape === "square") pen.rect(x - r, y - r, 2 * r, 2 * r);
  else if (shape === "triangle")
    polygon(pen, [
      [x, y - 1.2 * r],
      [x + 1.15 * r, y + r],
      [x - 1.15 * r, y + r],
    ]);
  else {
    for (const [dx, dy] of [
      [r, r],
      [r, -r],
    ]) {
      pen.moveTo(x - dx, y - dy);
      pen.lineTo(x + dx, y + dy);
    }
    return pen.stroke();
  }
  pen.fill();
  if (!EDGES[colour]) return;
  pen.strokeStyle = EDGES[colour];
  pen.lineWidth = size * 0.15;
  pen.stroke();
}

/** A mark drawn once, to be stamped ten thousand times; `scale` is the device pixel ratio. */
export function stamp(i, size, scale, text) {
  const side = Math.ceil((1.8 * size + 2) * scale);
  const canvas = document.createElement("canvas");
  canvas.width = canvas.height = side;
  const pen = canvas.getContext("2d");
  drawGlyph(pen, i, side / 2, side / 2, size * scale, text);
  return canvas;
}

function polygon(pen, corners) {
  corners.forEach(([x, y], i) => (i ? pen.lineTo(x, y) : pen.moveTo(x, y)));
  pen.closePath();
}
