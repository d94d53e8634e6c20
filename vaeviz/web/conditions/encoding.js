/** Encode an image under one condition, decode it under another. */

import { button, h, setText } from "../core/dom.js";
import { nats } from "../core/format.js";
import { paint } from "../core/paint.js";
import { distortionText } from "../image/distortion.js";
import { createDrawing } from "../image/draw.js";
import { createExamples } from "./examples.js";
import { createLabels, encodedUnder } from "./labels.js";
import { decodedWords } from "./words.js";

/**
 * @import { Actions, Fit, PageStore, State } from "../core/types.js"
 * @import { Example } from "./examples.js"
 * @typedef {(image: File | Fit[], c: Float32Array, name: string) => Promise<unknown>} Upload
 */

/**
 * Build it: {node, show, upload, paint}. `upload` is that of workspace/uploads.js.
 * @param {PageStore} store
 * @param {{ actions: Actions, upload: Upload,
 *   session: { encode(grey: Uint8Array, side: number, c: Float32Array): void } }} parts
 */
export function createEncoding(store, { actions, session, upload }) {
  const file = h("input", {
    type: "file",
    accept: "image/*",
    hidden: true,
    dataTestid: "upload-file",
    ariaLabel: "Image file",
  });
  let open = false;
  /** @type {{ image: File | Fit[], name: string } | null} */
  let subject = null; // what was encoded last and can be encoded again under another condition
  const sending = createSending(store, upload);

  function send(/** @type {{ image: File | Fit[], name: string }} */ wanted, /** @type {Float32Array} */ c) {
    subject = wanted;
    sending(wanted.image, c, wanted.name);
  }
  const sendOwn = (/** @type {File} */ chosen) =>
    send({ image: chosen, name: "your image" }, encodedUnder(store.get()));
  const take = (/** @type {Example} */ { image, c, name }) => {
    if (c) store.set({ encodeAs: c });
    if (c && store.get().model.condition?.kind === "attributes") store.set({ c });
    send({ image, name }, encodedUnder(store.get()));
  };
  const begin = () => {
    subject = null;
    actions.remember();
    store.set({ encodeAs: encodedUnder(store.get()), say: "Encoding your drawing as you draw." });
  };
  file.onchange = () => {
    if (file.files?.[0]) sendOwn(file.files[0]);
    file.value = "";
  };
  const pad = createDrawing(
    store,
    (/** @type {Uint8Array} */ grey, /** @type {number} */ side) =>
      session.encode(grey, side, encodedUnder(store.get())),
    begin,
    { open: () => open, condition: encodedUnder },
  );
  const examples = createExamples(store, take);
  const labels = createLabels(store, {
    encode: (c) => {
      store.set({ encodeAs: c, say: "" });
      const { source } = store.get();
      if (subject && source?.kind === "upload" && !source.moved) send(subject, c);
    },
    decode: (c, say) => actions.setCondition(c, say),
  });
  const results = createResults(store);
  const choose = button("Upload", "source-upload", "Encode an image file of your own, at most 20 MB", () =>
    file.click(),
  );
  const choosing = h(
    "div",
    { className: "choosing" },
    examples.node,
    h("div", { className: "choices" }, examples.others, choose, file),
  );
  const node = h(
    "div",
    { className: "encoding" },
    h("div", { className: "taking" }, pad, choosing),
    labels,
    results.node,
  );

  store.watch(["model"], ({ model }) => {
    open = model?.image_shape[0] === 1; // one draws in grey
    pad.hidden = !open;
    subject = null;
  });
  return { node, show: examples.show, upload: sendOwn, paint: results.paint };
}

/**
 * Make `send(image, c, name)` of `upload`, which takes the same: images go to the encoder one after the other, so that
 * the last sent is the last answered. What waited while another model was opened is not sent to that one. A failure is
 * shown until another image has gone through.
 * @param {PageStore} store
 * @param {Upload} upload
 * @returns {Upload}
 */
export function createSending(store, upload) {
  /** @type {Promise<unknown>} */
  let line = Promise.resolve();
  /** @type {string | null} */
  let failure = null; // the notice of the last one

  /** @type {Upload} */
  const send = async (image, c, name) => {
    await upload(image, c, name);
    if (failure !== null && store.get().notice === failure) store.set({ notice: null });
  };
  return (image, c, name) => {
    const { digest } = store.get().model;
    line = line
      .then(() => store.get().model.digest === digest && send(image, c, name))
      .catch((error) => {
        failure = `${name[0].toUpperCase()}${name.slice(1)} could not be encoded: ${error.message}. Send it again.`;
        store.set({ notice: failure, say: "" });
      });
    return line;
  };
}

/** What went in and what comes out under each condition, with distortion and rate. @param {PageStore} store */
function createResults(store) {
  const parts = ["input", "as encoded", "as decoded"].map((name) => {
    const canvas = h("canvas", {
      className: "crisp",
      role: "img",
      ariaLabel: name,
      dataTestid: `encoded-${name.replace(" ", "-")}`,
    });
    const words = h("figcaption", {});
    return { canvas, words, node: h("figure", {}, canvas, words) };
  });
  const [input, same, other] = parts;
  const figures = h("p", { className: "figures", dataTestid: "encoded-figures" });
  const node = h("div", { className: "results" }, ...parts.map((part) => part.node), figures);
  store.watch(["model", "images", "c", "posterior", "source"], (state) => {
    const { images, model } = state;
    node.classList.toggle("empty", !images);
    if (!images) return setText(figures, invitation(model));
    paint(input.canvas, images.input, model.image_shape);
    paint(same.canvas, images.reconstruction, model.image_shape);
    const words = ["input", reconstructedWords(images.encodedAs), decodedWords(state)];
    parts.forEach((part, i) => {
      setText(part.words, words[i]);
      part.words.title = words[i];
    });
    setText(figures, figuresText(state, images));
  });
  return {
    node,
    /** Paint the image of the present z and c. */
    paint(/** @type {Uint8Array} */ pixels) {
      const { images, model } = store.get();
      if (images) paint(other.canvas, pixels, model.image_shape);
    },
  };
}

/** @param {State["model"] | null} model */
function invitation(model) {
  return model?.image_shape[0] === 1
    ? "Draw an image, choose one from the data set, or upload one."
    : "Choose an image from the data set, or upload one.";
}

/** @param {string} encodedAs "encoded as 4", or nothing */
function reconstructedWords(encodedAs) {
  return encodedAs.startsWith("encoded as ") ? `reconstructed ${encodedAs.replace("encoded ", "")}` : "reconstructed";
}

/** @param {Readonly<State>} state @param {NonNullable<State["images"]>} images */
function figuresText({ model, posterior }, images) {
  const rate = posterior && `rate ${nats(posterior.rate.reduce((sum, one) => sum + one, 0))} nats`;
  const parts = [images.how, distortionText(images, model), rate].filter(Boolean).join(", ");
  const text = `${images.encodedAs ? `${images.encodedAs}: ` : ""}${parts}.`;
  return `${text[0].toUpperCase()}${text.slice(1)}`;
}
