/**
 * The share sheet: the view as a link or as Python, the image and the codes as files, the workspace saved and loaded.
 */

/** @import { PageStore } from "../core/types.js" */
/** @import { Key } from "./view-keys.js" */

import { pngOf } from "../core/image-row.js";
import { createClipboard } from "../core/clipboard.js";
import { button, h } from "../core/dom.js";
import { createLoading } from "./loading.js";
import { pythonText } from "./python-text.js";
import { saveAs } from "../core/saving.js";
import { createShareSheet, sheetPart } from "../core/sheets.js";
import { writeWorkspace } from "./workspace-file.js";

const LARGE = 8; // times the model's own resolution

/**
 * Build the button and its sheet; `picture` is the element that holds the image's canvas, `link()` the URL of the view.
 * @param {PageStore} store
 * @param {{ picture: HTMLElement, link(): string, keys: Record<string, Key>, choose(name: string): void,
 *   chooseSecond(name: string | null): void }} page
 */
export function createShare(store, { picture, link, keys, choose, chooseSecond }) {
  const copied = createClipboard((say) => store.set({ say }));
  const first = button("Copy link", "copy-link", "The URL of this view", () => copied.copy(link(), "Link"));
  return createShareSheet({
    parts: [
      sheetPart(
        "This view",
        first,
        button("Copy as Python", "copy-python", "Python code that computes exactly this image", () =>
          copied.copy(pythonText(store.get()), "Python code"),
        ),
      ),
      copied.node,
      createImageRows(store, picture),
      createCodes(store),
      sheetPart(
        "The workspace, with directions",
        createSave(store, keys),
        ...createLoading(store, { keys, choose, chooseSecond }),
      ),
    ],
    first,
    copied,
    name: "Share and save",
    does: "Copy a link or Python code, save the image, the codes and the workspace",
  });
}

/** @param {PageStore} store @param {HTMLElement} picture */
function createImageRows(store, picture) {
  const canvas = () => /** @type {HTMLCanvasElement} */ (picture.querySelector("[data-testid=picture]"));
  async function save(/** @type {number} */ times) {
    const { model } = store.get();
    const name = `${model.name}${times > 1 ? `-x${times}` : ""}.png`;
    saveAs(await pngOf(enlarged(canvas(), times)), name);
    store.set({ say: `Saved ${name}.` });
  }
  const [own, large] = [1, LARGE].map((times) => button("", `picture-x${times}`, null, () => save(times)));
  store.watch(["model"], ({ model }) => {
    if (!model) return;
    const [, height, width] = model.image_shape;
    [own.textContent, large.textContent] = [1, LARGE].map((times) => `PNG ${times * width} \u00d7 ${times * height}`);
  });
  return sheetPart("This image", own, large);
}

/** The image with each pixel a square of `times` pixels. */
function enlarged(/** @type {HTMLCanvasElement} */ canvas, /** @type {number} */ times) {
  const out = h("canvas", { width: times * canvas.width, height: times * canvas.height });
  const pen = /** @type {CanvasRenderingContext2D} */ (out.getContext("2d"));
  pen.imageSmoothingEnabled = false;
  pen.drawImage(canvas, 0, 0, out.width, out.height);
  return out;
}

/** All codes as files; hidden for a model without codes. */
function createCodes(/** @type {PageStore} */ store) {
  const links = ["npz", "csv"].map((kind) =>
    h(
      "a",
      {
        className: "file",
        dataTestid: `codes-${kind}`,
        download: "",
        title: "Every stored code with its standard deviations and label",
      },
      `.${kind}`,
    ),
  );
  const node = sheetPart("All stored codes", ...links);
  store.watch(["model", "here"], ({ model, here }) => {
    node.hidden = !model?.has_codes || !here;
    if (node.hidden) return;
    for (const link of links)
      link.href = `${here.endpoints.export}${link.textContent}?token=${encodeURIComponent(here.token)}`;
  });
  return node;
}

function createSave(/** @type {PageStore} */ store, /** @type {Record<string, Key>} */ keys) {
  return button("Save", "workspace-save", "A JSON file with the view, pins, selections and directions", () => {
    const name = `${store.get().model.name}-workspace.json`;
    saveAs(new Blob([writeWorkspace(store.get(), keys)], { type: "application/json" }), name);
    store.set({ say: `Saved ${name}.` });
  });
}
