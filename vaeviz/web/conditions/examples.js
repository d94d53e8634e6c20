/** Images of the data set to encode: one of each class, or a few where there are many classes or none. */

import { button, h } from "../core/dom.js";
import { paint } from "../core/paint.js";
import { fetchOriginal } from "../map/card.js";
import { encodedUnder, imageName } from "../map/codes.js";

/**
 * @import { Codes, Fit, PageStore } from "../core/types.js"
 * @typedef {{ image: Fit[], c: Float32Array | null, name: string }} Example as it is, and its condition
 * @typedef {(example: Example) => void} Take
 */

const MOST = 10;
const LOOKS = 400; // at random codes, until one of a class is found

/**
 * Indices of stored codes: one of each of the first classes, in their order, or any; `random` gives uniform numbers.
 * @param {Pick<Codes, "n" | "labels">} codes
 * @param {number} classes
 * @param {() => number} random
 */
export function pickExamples({ n, labels }, classes, random) {
  const any = () => Math.floor(random() * n);
  if (!classes) return Array.from({ length: Math.min(MOST, n) }, any);
  const found = Array(Math.min(MOST, classes)).fill(-1);
  for (let look = 0; look < LOOKS && found.includes(-1); look++) {
    const i = any();
    if (found[labels[i]] === -1) found[labels[i]] = i;
  }
  return found.filter((i) => i >= 0);
}

/** Build the row; `take` has one encoded. @param {PageStore} store @param {Take} take */
export function createExamples(store, take, random = Math.random) {
  const row = h("div", { className: "examples", role: "group", ariaLabel: "Images of the data set" });
  const others = button("Others", "examples-others", "Other images of the data set", renew, {
    className: "quiet word",
  });
  const none = h("p", { className: "hint" }, "The data set\u2019s images are not on this machine; draw or upload one.");
  const node = h("div", { className: "from-data" }, row, none);
  /** @type {Codes | null} */
  let shown = null; // codes that the row is of

  async function renew() {
    const { codes, model } = store.get();
    if (!codes) return;
    const classes = model.condition?.kind === "class" ? model.condition.names.length : 0;
    const found = await Promise.all(
      pickExamples(codes, classes, random).map(async (i) => ({ i, pixels: await fetchOriginal(store.get(), i) })),
    );
    if (store.get().codes !== codes) return;
    const examples = found.flatMap(({ i, pixels }) => (pixels ? [createExample(store, codes, i, pixels, take)] : []));
    none.hidden = examples.length > 0;
    others.hidden = row.hidden = !none.hidden;
    row.replaceChildren(...examples);
  }
  none.hidden = others.hidden = true;
  return {
    node,
    others,
    /** Show some, once there are codes to choose from. */
    show() {
      const { codes } = store.get();
      if (!codes || codes === shown) return;
      shown = codes;
      renew();
    },
  };
}

/** @param {PageStore} store @param {Codes} codes @param {number} i @param {Uint8Array} pixels @param {Take} take */
function createExample(store, codes, i, pixels, take) {
  const { model } = store.get();
  const canvas = h("canvas", { className: "crisp", ariaHidden: "true" });
  paint(canvas, pixels, model.image_shape);
  const name = imageName(codes, i);
  const label = model.class_names[codes.labels[i]] ?? String(codes.labels[i]);
  const title = `Encode ${name}, labelled ${label}`;
  const encode = () => {
    const image = [{ levels: pixels, how: "" }];
    if (store.get().model === model) take({ image, c: encodedUnder(codes, i, model), name });
  };
  return h(
    "button",
    { type: "button", className: "thumb", title, ariaLabel: title, dataTestid: `example-${i}`, onclick: encode },
    canvas,
  );
}
