/** The share sheet: the view as a link or as Python, the picture and the codes as files, the workspace kept and brought back. */

import { pngOf } from "../core/image-row.js";
import { createClipboard } from "../core/clipboard.js";
import { button, h } from "../core/dom.js";
import { createLoading } from "./loading.js";
import { pythonText } from "./python-text.js";
import { saveAs } from "../core/saving.js";
import { createShareSheet, sheetPart } from "../core/sheets.js";
import { writeWorkspace } from "./workspace-file.js";

const LARGE = 8; // times the model's own resolution

/** Build the button and its sheet; `picture` is the element that holds the main picture's canvas, `link()` the URL of the view. */
export function createShare(store, { picture, link, keys, choose, chooseSecond }) {
  const copied = createClipboard((say) => store.set({ say }));
  const first = button("copy link", "copy-link", "The address of this very view", () => copied.copy(link(), "Link"));
  return createShareSheet({
    parts: [
      sheetPart(
        "This view",
        first,
        button("copy as Python", "copy-python", "Lines of Python that compute the very same image", () =>
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
    does: "Copy a link or Python, save pictures, codes and the workspace",
  });
}

function createImageRows(store, picture) {
  const canvas = () => picture.querySelector("[data-testid=picture]");
  async function save(times) {
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
  return sheetPart("This picture", own, large);
}

/** The picture with each pixel a square of `times` pixels. */
function enlarged(canvas, times) {
  const out = h("canvas", { width: times * canvas.width, height: times * canvas.height });
  const pen = out.getContext("2d");
  pen.imageSmoothingEnabled = false;
  pen.drawImage(canvas, 0, 0, out.width, out.height);
  return out;
}

/** All codes as files; for a model that has none there is nothing to offer. */
function createCodes(store) {
  const links = ["npz", "csv"].map((kind) =>
    h(
      "a",
      {
        className: "file",
        dataTestid: `codes-${kind}`,
        download: "",
        title: "Every stored code with its deviations and label",
      },
      `.${kind}`,
    ),
  );
  const node = sheetPart("All stored codes", ...links);
  store.watch(["model", "here"], ({ model, here }) => {
    node.hidden = !model?.has_codes || !here;
    if (node.hidden) return;
    links.forEach(
      (link) => (link.href = `${here.endpoints.export}${link.textContent}?token=${encodeURIComponent(here.token)}`),
    );
  });
  return node;
}

function createSave(store, keys) {
  return button("save", "workspace-save", "A JSON file with the view, pins, selections and directions", () => {
    const name = `${store.get().model.name}-workspace.json`;
    saveAs(new Blob([writeWorkspace(store.get(), keys)], { type: "application/json" }), name);
    store.set({ say: `Saved ${name}.` });
  });
}
