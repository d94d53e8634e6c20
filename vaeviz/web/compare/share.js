/** The share sheet of the Compare page: a link to this view, and the codes of the image as a table. */

import { imageName, row } from "../map/codes.js";
import { createClipboard } from "../core/clipboard.js";
import { button } from "../core/dom.js";
import { saveAs } from "../core/saving.js";
import { createShareSheet, sheetPart } from "../core/sheets.js";
import { ownOf } from "./own-code.js";

/**
 * @import { Codes, Model } from "../core/types.js"
 * @import { ImagePair } from "./pairs.js"
 * @import { Side } from "./pane.js"
 * @import { View } from "./view.js"
 */

const DIGITS = 9; // of a number in the table, as in the files of all codes
const COLUMNS = ["dimension", "vae_mean", "vae_nats", "cvae_mean", "cvae_nats"];

/** Build the button and its sheet. @param {Side[]} sides @param {View} view @param {() => string} link */
export function createShare(sides, view, link) {
  const { page } = sides[0];
  const copied = createClipboard((say) => page.set({ say }));
  const first = button(
    "Copy link",
    "copy-link",
    "The address of this view: both models, the image, the maps, the samples",
    () => copied.copy(link(), "Link"),
  );
  return createShareSheet({
    parts: [
      sheetPart("This view", first),
      copied.node,
      sheetPart("This image in both models", createTable(sides, view)),
    ],
    first,
    copied,
    name: "Share and save",
    does: "Copy a link, save both codes of the image",
  });
}

/** @param {Side[]} sides @param {View} view */
function createTable(sides, view) {
  const { page } = sides[0];
  const save = button(
    "Means and KL (.csv)",
    "image-csv",
    "One row per dimension: the mean of q(z|x) and its KL in nats",
    () => {
      const { image } = view.get();
      const models = sides.map(({ store }) => store.get().model);
      const codes = sides.flatMap(({ store }) => store.get().codes ?? []);
      if (!image || codes.length !== sides.length) return;
      const parts = [...models.map((model) => model.name), imageName(codes[0], image[0]).replaceAll(" ", "-")];
      const name = `${parts.join("-")}.csv`;
      saveAs(new Blob([tableText(models, codes, image)], { type: "text/csv" }), name);
      page.set({ say: `Saved ${name}.` });
    },
  );
  view.watch(["image"], ({ image }) => {
    save.disabled = !image;
  });
  return save;
}

/**
 * The table of one image: one row per dimension; where a model has fewer dimensions, its cells are empty.
 * @param {Model[]} models
 * @param {Codes[]} codes
 * @param {ImagePair} image
 */
export function tableText(models, codes, image) {
  /** @type {Float32Array[]} */
  const columns = models.flatMap((model, k) => [
    row(codes[k].mu, codes[k].latent, image[k]),
    ownOf(model, codes[k], image[k]).rate,
  ]);
  const longest = Math.max(...columns.map(({ length }) => length));
  const cell = (/** @type {number | undefined} */ value) =>
    value === undefined ? "" : String(Number(value.toPrecision(DIGITS)));
  const lines = Array.from({ length: longest }, (_, j) => [j, ...columns.map((column) => cell(column[j]))]);
  return [COLUMNS, ...lines].map((line) => `${line.join(",")}\r\n`).join("");
}
