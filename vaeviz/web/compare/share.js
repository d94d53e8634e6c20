/** The share sheet of the Compare page: a link to what is on the screen, and what both models say of the image as a table. */

import { imageName, row } from "../map/codes.js";
import { createClipboard } from "../core/clipboard.js";
import { button } from "../core/dom.js";
import { saveAs } from "../core/saving.js";
import { createShareSheet, sheetPart } from "../core/sheets.js";
import { ownOf } from "./own-code.js";

const DIGITS = 9; // of a number in the table, as in the files of all codes
const COLUMNS = ["dimension", "vae_mean", "vae_nats", "cvae_mean", "cvae_nats"];

/** Build the button and its sheet. */
export function createShare(sides, view, link) {
  const { page } = sides[0];
  const copied = createClipboard((say) => page.set({ say }));
  const first = button(
    "copy link",
    "copy-link",
    "The address of what is on the screen: both models, the image, the maps, the draws",
    () => copied.copy(link(), "Link"),
  );
  return createShareSheet({
    parts: [
      sheetPart("This screen", first),
      copied.node,
      sheetPart("This image in both models", createTable(sides, view)),
    ],
    first,
    copied,
    name: "Share and save",
    does: "Copy a link, save what both models say of the image",
  });
}

function createTable(sides, view) {
  const { page } = sides[0];
  const save = button(
    "means and nats .csv",
    "image-csv",
    "A line a dimension: the mean of q(z|x), and what it says in nats",
    () => {
      const { image } = view.get();
      const [models, codes] = ["model", "codes"].map((key) => sides.map(({ store }) => store.get()[key]));
      const name = `${[...models.map((model) => model.name), imageName(codes[0], image[0]).replaceAll(" ", "-")].join("-")}.csv`;
      saveAs(new Blob([tableText(models, codes, image)], { type: "text/csv" }), name);
      page.set({ say: `Saved ${name}.` });
    },
  );
  view.watch(["image"], ({ image }) => (save.disabled = !image));
  return save;
}

/** The table of one image, the codes `image` of both models: a line a dimension; where a model has fewer, its cells are empty. */
export function tableText(models, codes, image) {
  const columns = models.flatMap((model, k) => [
    row(codes[k].mu, codes[k].latent, image[k]),
    ownOf(model, codes[k], image[k]).rate,
  ]);
  const longest = Math.max(...columns.map(({ length }) => length));
  const cell = (value) => (value === undefined ? "" : String(Number(value.toPrecision(DIGITS))));
  const lines = Array.from({ length: longest }, (_, j) => [j, ...columns.map((column) => cell(column[j]))]);
  return [COLUMNS, ...lines].map((line) => `${line.join(",")}\r\n`).join("");
}
