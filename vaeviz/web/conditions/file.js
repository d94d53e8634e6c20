/** The grid as a PNG file, with the names of its rows and columns. */

import { button, contextOf, h } from "../core/dom.js";
import { pngOf } from "../core/image-row.js";
import { paint } from "../core/paint.js";
import { saveAs } from "../core/saving.js";
import { columnsOf, inputsOf } from "./columns.js";
import { rowsOf } from "./styles.js";

/**
 * @import { PageStore, State } from "../core/types.js"
 * @import { Column, Input } from "./columns.js"
 * @import { Row } from "./styles.js"
 * @typedef {{ make(slot: string, inputs: Input[]): Promise<boolean>,
 *   pixels(input: Input): Uint8Array | undefined }} Thumbnails
 */

const SIDE = 112; // pixels: an image in the file is at least as large
const GAP = 8;
const [HEAD, ASIDE] = [32, 120]; // pixels that the names take
const FONT = "20px system-ui, sans-serif";

/** Build the button; `thumbnails` has the images. @param {PageStore} store @param {Thumbnails} thumbnails */
export function createGridFile(store, thumbnails) {
  return button(
    "PNG",
    "grid-png",
    "Download the grid as a PNG image; its first row is the current z",
    async () => {
      const state = store.get();
      const [rows, columns] = [rowsOf(state), columnsOf(state)];
      const inputs = rows.flatMap((row) => inputsOf(state, row));
      if (!(await thumbnails.make("conditions-file", inputs)))
        return store.set({ say: "The grid was not saved: its images could not be decoded." });
      const name = `${state.model.name}-grid.png`;
      try {
        saveAs(await pngOf(sheetOf(state, rows, columns, thumbnails)), name);
        store.set({ say: `Saved ${name}.` });
      } catch (error) {
        store.set({ say: `The grid was not saved: ${/** @type {Error} */ (error).message}` });
      }
    },
    { ariaLabel: "Download the grid as PNG" },
  );
}

/**
 * Draw names and images on one canvas, in the colours of the page.
 * @param {Readonly<State>} state
 * @param {Row[]} rows
 * @param {Column[]} columns
 * @param {Thumbnails} thumbnails
 */
function sheetOf(state, rows, columns, thumbnails) {
  const { model, theme } = state;
  const scale = Math.ceil(SIDE / Math.max(...model.image_shape.slice(1)));
  const [, height, width] = model.image_shape.map((side) => scale * side);
  const [right, down] = [width + GAP, height + GAP];
  const sheet = h("canvas", { width: ASIDE + columns.length * right, height: HEAD + rows.length * down });
  const pen = contextOf(sheet);
  const one = h("canvas");
  Object.assign(pen, { fillStyle: theme.ground, imageSmoothingEnabled: false });
  pen.fillRect(0, 0, sheet.width, sheet.height);
  Object.assign(pen, { fillStyle: theme.text, font: FONT, textBaseline: "middle", textAlign: "center" });
  columns.forEach(({ name }, i) => pen.fillText(name, ASIDE + i * right + width / 2, HEAD / 2, width));
  pen.textAlign = "left";
  rows.forEach((row, j) => {
    pen.fillText(row.name, GAP, HEAD + j * down + height / 2, ASIDE - 2 * GAP);
    inputsOf(state, row).forEach((input, i) => {
      const pixels = thumbnails.pixels(input);
      if (!pixels) return;
      paint(one, pixels, model.image_shape);
      pen.drawImage(one, ASIDE + i * right, HEAD + j * down, width, height);
    });
  });
  return sheet;
}
