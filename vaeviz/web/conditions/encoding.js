/** Encode a picture under one label, decode it under another. */

import { oneHot } from "../latents/moves.js";
import { createDrawing } from "../image/draw.js";
import { paint } from "../core/paint.js";
import { button, h, press, setText } from "../core/dom.js";
import { conditionText, nats } from "../core/format.js";
import { createExamples } from "./examples.js";
import { createSending } from "./sending.js";
import { backWords } from "./words.js";

/** What the encoder is told. */
const encodedAs = ({ encodeAs, c }) => encodeAs ?? c;

/** Build it: {node, show, upload, paint}. `upload` is that of workspace/uploads.js. */
export function createEncoding(store, { actions, session, upload }) {
  const file = h("input", {
    type: "file",
    accept: "image/*",
    hidden: true,
    dataTestid: "upload-file",
    ariaLabel: "Picture file",
  });
  let open = false;
  let subject = null; // what was encoded last and can be again under another label: {file, name}
  const sending = createSending(store, upload);

  function send(wanted, told) {
    subject = wanted;
    sending(wanted.file, told, wanted.name);
  }
  const take = ({ file: chosen, told, name }) => {
    if (told) store.set({ encodeAs: told });
    if (told && store.get().model.condition.kind === "attributes") store.set({ c: told });
    send({ file: chosen, name }, encodedAs(store.get()));
  };
  const begin = () => {
    subject = null;
    actions.remember();
    store.set({ encodeAs: encodedAs(store.get()), say: "Encoding your drawing as you draw." });
  };
  file.onchange = () => {
    if (file.files[0]) send({ file: file.files[0], name: "your picture" }, encodedAs(store.get()));
    file.value = "";
  };
  const pad = createDrawing(store, (grey, side) => session.encode(grey, side, encodedAs(store.get())), begin, {
    open: () => open,
    told: encodedAs,
  });
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
  const choose = button("upload", "source-upload", "Encode a picture file of yours, at most 5 MB", () => file.click());
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
    const grey = model?.image_shape[0] === 1;
    open = Boolean(grey);
    pad.hidden = !open;
    subject = null;
  });
  return {
    node,
    show: examples.show,
    upload: (chosen) => send({ file: chosen, name: "your picture" }, encodedAs(store.get())),
    paint: results.paint,
  };
}

/** The two labels, one for the encoder and one for the decoder; `on` is {encode(c), decode(c, say)}. */
function createLabels(store, on) {
  const node = h("div", { className: "two-labels" });
  let lines = [];
  let built = null;
  store.watch(["model", "c", "encodeAs"], (state) => {
    if (!state.model) return;
    if (built !== state.model) {
      lines =
        state.model.condition?.kind === "class"
          ? classLines(state.model.condition.names, on)
          : attributeLines(store, on);
      node.replaceChildren(...lines.map((line) => line.node));
    }
    built = state.model;
    lines.forEach((line) => line.show(state));
  });
  return node;
}

function classLines(names, on) {
  const take = { encode: (c) => on.encode(c), decode: (c, text) => on.decode(c, `Decoded as ${text}.`) };
  const line = (key, read) => {
    const choices = [
      ...names.map((name, i) => ({ name, c: () => oneHot(names.length, i) })),
      { name: "none", c: () => new Float32Array(names.length) },
    ];
    const chips = choices.map(({ name, c }) =>
      button(
        name,
        `${key}-as-${name}`,
        `${key} as ${name === "none" ? "no class" : name}`,
        () => take[key](c(), name === "none" ? "no class" : name),
        { className: "chip small" },
      ),
    );
    return {
      node: h(
        "div",
        { className: "chips", role: "group", ariaLabel: `${key} as` },
        h("span", { className: "label" }, `${key} as`),
        ...chips,
      ),
      show(state) {
        const text = conditionText(read(state), names);
        chips.forEach((chip, i) => press(chip, choices[i].name === text));
      },
    };
  };
  return [line("encode", encodedAs), line("decode", ({ c }) => c)];
}

/** Of attributes there are too many for a line: a picture is encoded under its own, and again under those that are set. */
function attributeLines(store, on) {
  const words = h("p", { className: "hint" });
  const again = button(
    "encode as set now",
    "encode-as-set",
    "Encode the picture again, under the attributes as they are set",
    () => on.encode(store.get().c),
  );
  const back = button("back to its own", "decode-as-own", "Set the attributes that the picture was encoded under", () =>
    on.decode(encodedAs(store.get()), "Its own attributes are set."),
  );
  return [
    {
      node: h("div", { className: "choices" }, words, again, back),
      show(state) {
        const same = encodedAs(state).every((value, i) => value === state.c[i]);
        setText(
          words,
          same
            ? "The encoder is told what is set for the decoder."
            : "The encoder was told other attributes than are set now.",
        );
        again.disabled = back.disabled = same;
      },
    },
  ];
}

/** What went in and what comes back under each label, with the figures of the encoder's. */
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
  store.watch(["model", "images", "c", "posterior", "source"], ({ images, model, c, posterior, source }) => {
    node.classList.toggle("empty", !images);
    if (!images)
      return setText(
        figures,
        model?.image_shape[0] === 1
          ? "Draw a picture, take one of the data set, or upload one."
          : "Take a picture of the data set, or upload one.",
      );
    paint(input.canvas, images.input, model.image_shape);
    paint(same.canvas, images.reconstruction, model.image_shape);
    const told = images.encodedAs.replace("encoded ", ""); // "as 4", "with no class told", or nothing
    const back = told.startsWith("with no") ? "as no class" : told;
    const words = ["input", back ? `back ${back}` : "back", backWords({ model, c, source })];
    parts.forEach((part, i) => {
      setText(part.words, words[i]);
      part.words.title = words[i];
    });
    const rate = posterior ? nats(posterior.rate.reduce((sum, one) => sum + one, 0)) : "";
    setText(
      figures,
      `${told ? `Encoded ${told}: ` : ""}distortion ${nats(images.distortion)} nats${rate && `, rate ${rate} nats`}.`,
    );
  });
  return {
    node,
    /** The picture of z and c as it is now. */
    paint: (pixels) => store.get().images && paint(other.canvas, pixels, store.get().model.image_shape),
  };
}
