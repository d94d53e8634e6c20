/** The traversal strip: the dimension that is pointed at, decoded live around the current z. */

import { pngOf, rowOf } from "../core/image-row.js";
import { afterFrame, button, h, setText } from "../core/dom.js";
import { saveAs } from "../core/saving.js";
import { createFrames } from "./frames.js";
import { byRate } from "./order.js";
import { repeated, sameNumbers } from "./place.js";
import { isLearned, priorText } from "./prior-text.js";
import { FRAMES, codesOf, conventionOf, conventionText, valuesOf } from "./traversal.js";

const CONVENTIONS = [
  ["quantiles", "prior"],
  ["posterior", "posterior, \u03bc \u00b1 3\u03c3"],
  ["absolute", "absolute, \u22123 to 3"],
];
const NONE = "posterior: needs an image";
const [SCALE, GAP] = [4, 1]; // of the file: screen pixels for each of a picture's, and how many of these are between

/** Build the strip; `many` makes its pictures. It keeps to the last dimension that was pointed at. */
export function createStrip(store, actions, many) {
  let [dim, of] = [null, null]; // the dimension, of which model
  let values = [];
  let shown = null; // the pictures on show: {pixels, shape}
  const select = h(
    "select",
    {
      ariaLabel: "Values of the traversal",
      dataTestid: "convention",
      onchange: () => store.set({ convention: select.value }),
    },
    ...CONVENTIONS.map(([value, text]) => h("option", { value }, text)),
  );
  const title = h("b", { dataTestid: "strip-name" });
  const png = button("PNG", "strip-png", `Download the strip as a PNG picture, ${SCALE} times as large`, save, {
    disabled: true,
    ariaLabel: "Download the strip as PNG",
  });
  const frames = createFrames((i) => {
    actions.remember();
    actions.setDim(dim, values[i]);
  });
  const node = h(
    "section",
    { className: "traversal", dataTestid: "traversal" },
    h("div", { className: "strip-line" }, h("span", { className: "label" }, "traversal of "), title, select, png),
    frames.node,
  );
  const decode = createDecoding(
    store,
    many,
    () => dim !== null && { dim, values },
    (pixels, shape) => {
      shown = { pixels, shape };
      png.disabled = false;
      frames.paint(pixels, shape);
    },
  );
  const point = () => store.set({ pointed: dim });
  async function save() {
    const name = fileName(store.get(), dim);
    saveAs(await pngOf(rowOf(shown.pixels, FRAMES, shown.shape, SCALE, GAP)), name);
  }
  node.onpointerenter = point;
  node.onpointerleave = () => store.set({ pointed: null });
  node.addEventListener("focusin", point);

  store.watch(["model", "pointed", "posterior", "convention", "c"], (state) => {
    if (!state.model) return;
    [dim, of] = [dimOf(state, of === state.model ? dim : null), state.model];
    values = valuesOf(state, dim);
    frames.name(dim, values);
    setText(title, `z${dim}`);
    node.setAttribute("aria-label", `Traversal of z${dim}: ${conventionText(state, dim)}`);
    node.title = conventionText(state, dim);
    select.value = conventionOf(state);
    const [prior, own] = select.options;
    setText(prior, `prior ${isLearned(state.model) ? "p(z|c)" : priorText(state.model, state.c)}, middle 99%`);
    own.disabled = !state.posterior;
    setText(own, state.posterior ? CONVENTIONS[1][1] : NONE);
  });
  store.watch(["model", "pointed", "locks"], ({ model, locks }) => model && frames.hold(locks.includes(dim)));
  store.watch(
    ["model", "pointed", "posterior", "convention", "z", "c"],
    afterFrame(() => dim !== null && frames.place(store.get().z[dim])),
  );
  store.watch(["model", "pointed", "posterior", "convention", "z", "c", "painted", "link"], decode);
  return node;
}

/** The dimension to show: the one pointed at, else the `last`, else the one that carries most; never one that the model lacks. */
export function dimOf({ model, pointed }, last) {
  return [pointed, last].find((dim) => dim !== null && dim < model.latent_dim) ?? byRate(model)[0];
}

/**
 * Decode the frames of `wanted()`, {dim, values}, after the next frame, one strip at a time, and only where they have
 * changed: they do not while their own dimension moves.
 */
function createDecoding(store, many, wanted, paint) {
  let done = null; // {digest, codes, c} of the last strip asked for
  let busy = false;
  const later = afterFrame(decode);

  async function decode() {
    const want = wanted();
    const { model, z, c } = store.get();
    if (busy || !want || !model || z.length !== model.latent_dim) return;
    const codes = codesOf(z, want.dim, want.values);
    if (done?.digest === model.digest && sameNumbers(done.codes, codes) && sameNumbers(done.c, c)) return;
    const mine = (done = { digest: model.digest, codes, c });
    busy = true;
    const pixels = await many("strip", codes, repeated(c, FRAMES), FRAMES).catch(() => null); // the page says what is wrong with the line
    busy = false;
    if (pixels && store.get().model.digest === mine.digest) paint(pixels, model.image_shape);
    else done = null;
    if (pixels) later(); // what has changed meanwhile
  }
  return later;
}

function fileName(state, dim) {
  return `${state.model.name}-z${dim}-${conventionOf(state)}.png`;
}
