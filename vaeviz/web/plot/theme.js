/** Colours of the page as canvases need them, and word of when they change. */

const OKABE_ITO = ["#0072B2", "#E69F00", "#009E73", "#CC79A7", "#56B4E9", "#D55E00", "#8C8C8C", "#8F5B2E"];
const NAMES = ["text", "ground", "panel", "line", "accent", "muted", "amber"];

const hearing = new Set();

/** Call `hear()` whenever the theme has changed; returns the way to stop it. */
export function watchTheme(hear) {
  hearing.add(hear);
  return () => hearing.delete(hear);
}

/** Say that the theme may have changed. */
export function tellTheme() {
  for (const hear of [...hearing]) hear();
}

/** The colours that CSS gives `node`, by name, as texts that a canvas takes. */
export function coloursOf(node) {
  const style = getComputedStyle(node);
  return Object.fromEntries(NAMES.map((name) => [name, style.getPropertyValue(`--${name}`).trim() || "#888"]));
}

/** A mark's colour: a name of the theme, a number of the palette, or a colour itself. */
export function colourOf(colour, colours) {
  if (typeof colour === "number") return OKABE_ITO[colour % OKABE_ITO.length];
  return colours[colour ?? "accent"] ?? colour;
}

/** The colour of a text that belongs to a mark: dark or light enough to be read. */
export function inkOf(colour, colours) {
  const plain = colour === undefined || ["text", "muted", "accent"].includes(colour);
  return plain ? colourOf(colour, colours) : `color-mix(in srgb, ${colourOf(colour, colours)} 60%, ${colours.text})`;
}

/** A colour as [r, g, b], 0 to 255. */
export function rgbOf(colour) {
  const pen = Object.assign(document.createElement("canvas"), { width: 1, height: 1 }).getContext("2d");
  pen.fillStyle = colour;
  pen.fillRect(0, 0, 1, 1);
  return [...pen.getImageData(0, 0, 1, 1).data.slice(0, 3)];
}
