/** The traversal strip: the dimension that is pointed at, decoded live around the current z. */

/** @import { Actions, ImageShape, Many, PageStore, State } from "../core/types.js" */

import { pngOf, rowOf } from "../core/image-row.js";
import { afterFrame, button, h, setText } from "../core/dom.js";
import { saveAs } from "../core/saving.js";
import { createFrames } from "./frames.js";
import { byRate } from "./order.js";
import { repeated, sameNumbers } from "./place.js";
import { isLearned, priorText } from "./prior-text.js";
import { FRAMES, codesOf, conventionOf, conventionText, valuesOf } from "./traversal.js";

/** @type {[State["convention"], string][]} */
const CONVENTIONS = [
  ["quantiles", "Prior"],
  ["posterior", "Posterior, \u03bc \u00b1 3\u03c3"],
  ["absolute", "Absolute, \u22123 to 3"],
];
const NONE = "Posterior: needs an image";
const [SCALE, GAP] = [4, 1]; // of the file: its pixels for one of an image, and the image pixels between two images

/**
 * Build the strip. It keeps to the last dimension that was pointed at.
 * @param {PageStore} store
 * @param {Actions} actions
 * @param {Many} many
 */
export function createStrip(store, actions, many) {
  let dim = -1;
  /** @type {State["model"] | null} whose dimension it is */
  let of = null;
  /** @type {number[]} */
  let values = [];
  /** @type {{pixels: Uint8Array, shape: ImageShape} | null} the images on show */
  let shown = null;
  const convention = createConvention(store);
  const title = h("b", { dataTestid: "strip-name" });
  const png = button("PNG", "strip-png", `Download the strip as a PNG image, ${SCALE} times as large`, save, {
    disabled: true,
    ariaLabel: "Download the strip as PNG",
  });
  const frames = createFrames((i) => {
    actions.remember();
    actions.setDim(dim, values[i]);
  });
  const point = () => store.set({ pointed: dim });
  const node = h(
    "section",
    {
      className: "traversal",
      dataTestid: "traversal",
      onpointerenter: point,
      onpointerleave: () => store.set({ pointed: null }),
    },
    h("div", { className: "strip-line" }, h("span", { className: "label" }, "Traversal of "), title, convention, png),
    frames.node,
  );
  node.addEventListener("focusin", point);
  const decode = createDecoding(
    store,
    many,
    () => (of ? codesOf(store.get().z, dim, values) : null),
    (pixels, shape) => {
      shown = { pixels, shape };
      png.disabled = false;
      frames.paint(pixels, shape);
    },
  );
  async function save() {
    if (!shown) return;
    const name = `${store.get().model.name}-z${dim}-${conventionOf(store.get())}.png`;
    saveAs(await pngOf(rowOf(shown.pixels, FRAMES, shown.shape, SCALE, GAP)), name);
    store.set({ say: `Saved ${name}.` });
  }

  store.watch(["model", "pointed", "posterior", "convention", "c"], (state) => {
    if (!state.model) return;
    dim = dimOf(state, of === state.model ? dim : null);
    of = state.model;
    values = valuesOf(state, dim);
    frames.name(dim, values);
    setText(title, `z${dim}`);
    node.setAttribute("aria-label", `Traversal of z${dim}: ${conventionText(state, dim)}`);
    node.title = conventionText(state, dim);
  });
  store.watch(["model", "pointed", "locks"], ({ model, locks }) => model && frames.hold(locks.includes(dim)));
  store.watch(
    ["model", "pointed", "posterior", "convention", "z", "c"],
    afterFrame(() => of && frames.place(store.get().z[dim])),
  );
  store.watch(["model", "pointed", "posterior", "convention", "z", "c", "painted", "link"], decode);
  return node;
}

/** @param {PageStore} store */
function createConvention(store) {
  const [prior, own, absolute] = CONVENTIONS.map(([value, text]) => h("option", { value }, text));
  const select = h(
    "select",
    {
      ariaLabel: "Values of the traversal",
      dataTestid: "convention",
      onchange: () => {
        store.set({ convention: /** @type {State["convention"]} */ (select.value) });
      },
    },
    prior,
    own,
    absolute,
  );
  store.watch(["model", "posterior", "convention", "c"], (state) => {
    if (!state.model) return;
    select.value = conventionOf(state);
    setText(prior, `Prior ${isLearned(state.model) ? "p(z|c)" : priorText(state.model, state.c)}, middle 99%`);
    own.disabled = !state.posterior;
    setText(own, state.posterior ? CONVENTIONS[1][1] : NONE);
  });
  return select;
}

/**
 * The dimension to show: the one pointed at, else the `last`, else the one of the largest rate; never one that the
 * model lacks.
 * @param {Pick<State, "model" | "pointed">} state
 * @param {number | null} last
 */
export function dimOf({ model, pointed }, last) {
  return [pointed, last].find((dim) => dim !== null && dim < model.latent_dim) ?? byRate(model)[0];
}

/**
 * Decode the frames of `wanted()` after the next frame, one strip at a time, and only where its codes have changed:
 * they do not while their own dimension moves.
 * @param {PageStore} store
 * @param {Many} many
 * @param {() => Float32Array | null} wanted
 * @param {(pixels: Uint8Array, shape: ImageShape) => void} paint
 */
function createDecoding(store, many, wanted, paint) {
  /** @type {{digest: string, codes: Float32Array, c: Float32Array} | null} the last strip asked for */
  let done = null;
  let busy = false;
  const later = afterFrame(decode);

  async function decode() {
    const { model, z, c } = store.get();
    if (busy || !model || z.length !== model.latent_dim) return;
    const codes = wanted();
    if (!codes) return;
    if (done?.digest === model.digest && sameNumbers(done.codes, codes) && sameNumbers(done.c, c)) return;
    done = { digest: model.digest, codes, c };
    busy = true;
    // The status line says why none came.
    const pixels = await many("strip", codes, repeated(c, FRAMES), FRAMES).catch(() => null);
    busy = false;
    if (pixels && store.get().model.digest === model.digest) paint(pixels, model.image_shape);
    else done = null;
    if (pixels) later(); // what has changed meanwhile
  }
  return later;
}
