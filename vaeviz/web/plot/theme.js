/** Colours of the page as canvases need them, and notice of when they change. */

/** @typedef {Record<string, string>} Colours by name, as CSS */
/** @typedef {string | number} Colour a name of the theme, a number of the palette, or a colour itself */

import { contextOf, h } from "../core/dom.js";

const OKABE_ITO = ["#0072B2", "#E69F00", "#009E73", "#CC79A7", "#56B4E9", "#D55E00", "#8C8C8C", "#8F5B2E"];
const NAMES = ["text", "ground", "panel", "line", "accent", "muted", "amber"];

/** @type {Set<() => void>} */
const listeners = new Set();

/**
 * Call `listen()` whenever the theme has changed; returns the function that stops it.
 * @param {() => void} listen
 */
export function watchTheme(listen) {
  listeners.add(listen);
  return () => listeners.delete(listen);
}

/** Notify the listeners that the theme may have changed. */
export function notifyTheme() {
  for (const listen of [...listeners]) listen();
}

/**
 * The colours that CSS gives `node`, by name, as a canvas takes them.
 * @param {Element} node
 * @returns {Colours}
 */
export function coloursOf(node) {
  const style = getComputedStyle(node);
  return Object.fromEntries(NAMES.map((name) => [name, style.getPropertyValue(`--${name}`).trim() || "#888"]));
}

/**
 * A mark's colour as CSS; the accent without one.
 * @param {Colour | undefined} colour
 * @param {Colours} colours
 */
export function colourOf(colour, colours) {
  if (typeof colour === "number") return OKABE_ITO[colour % OKABE_ITO.length];
  return colours[colour ?? "accent"] ?? String(colour);
}

/**
 * The colour of a text that belongs to a mark: dark or light enough to be read.
 * @param {Colour | undefined} colour
 * @param {Colours} colours
 */
export function inkOf(colour, colours) {
  const plain = colour === undefined || ["text", "muted", "accent"].includes(String(colour));
  return plain ? colourOf(colour, colours) : `color-mix(in srgb, ${colourOf(colour, colours)} 60%, ${colours.text})`;
}

/**
 * A colour as [r, g, b], 0 to 255.
 * @param {string} colour as CSS
 */
export function rgbOf(colour) {
  const pen = contextOf(h("canvas", { width: 1, height: 1 }));
  pen.fillStyle = colour;
  pen.fillRect(0, 0, 1, 1);
  return [...pen.getImageData(0, 0, 1, 1).data.slice(0, 3)];
}
