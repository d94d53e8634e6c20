/** Colour and shape of a class: Okabe and Ito's eight, two neutral tones, then other shapes; never hue alone. */

import { contextOf } from "../core/dom.js";

// Null is the colour of the text
const OKABE_ITO = ["#0072B2", "#E69F00", "#009E73", "#CC79A7", "#56B4E9", "#D55E00", "#F0E442", null];
const COLOURS = [...OKABE_ITO, "#8C8C8C", "#8F5B2E"]; // the last two can be told from the rest on light and on dark
/** @type {Record<string, string>} */
const EDGES = { "#F0E442": "#8F8400" }; // yellow alone would be lost on white
const SHAPES = ["dot", "cross", "triangle", "square"];
/** @type {Record<number, number>} */
const OWN_SHAPE = { 8: 2, 9: 3 }; // the neutral tones begin elsewhere in `SHAPES`
/** @type {Record<string, number>} */
const LARGER = { triangle: 1.5, square: 1.2 }; // than a dot, so that the shape is seen

export const [COVER, FADED] = [0.8, 0.15]; // opacity of a mark, and of one outside all groups while there are groups

/** Colour (null: the theme's text colour) and shape of class `i`. @param {number} i */
export function styleOf(i) {
  const [nth, round] = [i % COLOURS.length, Math.floor(i / COLOURS.length)];
  return { colour: COLOURS[nth], shape: SHAPES[(round + (OWN_SHAPE[nth] ?? 0)) % SHAPES.length] };
}

/** The colour of the line around class `i`'s mark; undefined where it has none. @param {number} i */
export function edgeOf(i) {
  const { colour, shape } = styleOf(i);
  return colour === null || shape === "cross" ? undefined : EDGES[colour];
}

/** The shape of class `i` as the shaders number it. @param {number} i */
export function shapeNumber(i) {
  return SHAPES.indexOf(styleOf(i).shape);
}

/**
 * Draw the mark of class `i`, `size` wide, around (x, y).
 * @type {(pen: CanvasRenderingContext2D, i: number, x: number, y: number, size: number, text: string) => void}
 */
export function drawGlyph(pen, i, x, y, size, text) {
  const { colour, shape } = styleOf(i);
  const r = (size / 2) * (LARGER[shape] ?? 1);
  Object.assign(pen, { fillStyle: colour ?? text, strokeStyle: colour ?? text, lineWidth: size * 0.3 });
  pen.beginPath();
  if (shape === "dot") pen.arc(x, y, r, 0, 2 * Math.PI);
  else if (shape === "square") pen.rect(x - r, y - r, 2 * r, 2 * r);
  else if (shape === "triangle") {
    pen.moveTo(x, y - 1.2 * r);
    pen.lineTo(x + 1.15 * r, y + r);
    pen.lineTo(x - 1.15 * r, y + r);
    pen.closePath();
  } else {
    for (const dy of [r, -r]) {
      pen.moveTo(x - r, y - dy);
      pen.lineTo(x + r, y + dy);
    }
    pen.stroke();
    return;
  }
  pen.fill();
  const edge = edgeOf(i);
  if (!edge) return;
  Object.assign(pen, { strokeStyle: edge, lineWidth: size * 0.15 });
  pen.stroke();
}

/**
 * A canvas with the mark of class `i`, `size` CSS pixels wide, at `scale` device pixels each; `side` is the canvas's.
 * @type {(i: number, size: number, scale: number, text: string, side?: number) => HTMLCanvasElement}
 */
export function stamp(i, size, scale, text, side = Math.ceil((1.8 * size + 2) * scale)) {
  const canvas = Object.assign(document.createElement("canvas"), { width: side, height: side });
  drawGlyph(contextOf(canvas), i, side / 2, side / 2, size * scale, text);
  return canvas;
}
