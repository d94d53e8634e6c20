/** What the Compare page shows of its two models that follows from both: which image, which map. */

import { createStore } from "../core/store.js";
import { SEEDS } from "../latents/sampling.js";
import { anyImage, imageOf, nextImage, pairCodes } from "./pairs.js";

/**
 * @import { Codes, PageStore, Store } from "../core/types.js"
 * @import { ImagePair, Pairs } from "./pairs.js"
 * @typedef {object} ViewState
 * @property {Pairs | null} pairs null until the codes of both are there
 * @property {ImagePair | null} image the selected image
 * @property {ImagePair | null} pointed the image under the pointer, on either map
 * @property {string} map the method of both maps; "" where they share none
 * @property {readonly string[]} maps the methods that both have, of those whose codes are there
 * @typedef {Store<ViewState> & { close(): void }} View
 * @typedef {ReturnType<typeof createChoosing>} Choosing
 * @typedef {{ store: PageStore }[]} Sides
 */

/** @type {Readonly<ViewState>} */
const START = Object.freeze({ pairs: null, image: null, pointed: null, map: "", maps: Object.freeze([]) });
const ORDER = ["umap", "t-sne", "pca"];

/** Keep the view of two `sides`, the first of which is the page's own. @param {Sides} sides @returns {View} */
export function createView(sides) {
  const view = /** @type {Store<ViewState>} */ (createStore(START));
  const [left, right] = sides.map(({ store }) => store);
  /** @type {(Codes | null)[]} */
  let of = []; // the codes that the pairs are of
  let last = -1; // the left code of the last image: it stays selected where z comes from elsewhere

  /** Codes outlive their model. @param {PageStore} store */
  const codesOf = (store) => (store.get().model ? store.get().codes : null);
  function takeCodes() {
    const both = [codesOf(left), codesOf(right)];
    if (both.every((codes, k) => codes === of[k])) return;
    if (both[0] !== of[0]) last = -1;
    of = both;
    const pairs = both[0] && both[1] ? pairCodes(both[0], both[1]) : null;
    view.set({ pairs, pointed: null, ...imageAmong(pairs) }); // at once: no image without the codes that it is in
    setFirstClass();
    takeMap();
  }
  function takeImage() {
    view.set(imageAmong(view.get().pairs));
    setFirstClass();
  }

  /** The selected image, where it changes. @param {Pairs | null} pairs */
  function imageAmong(pairs) {
    const { source } = left.get();
    const wanted = source?.kind === "code" ? (source.index ?? last) : last;
    const image = pairs && (imageOf(pairs, 0, wanted) ?? nextImage(pairs, last));
    last = image?.[0] ?? last;
    return String(image) === String(view.get().image) ? {} : { image };
  }
  /** The samples begin with the class of the image. */
  function setFirstClass() {
    const [{ drawClass }, codes, { image }] = [left.get(), codesOf(left), view.get()];
    if (drawClass === null && codes && image) left.set({ drawClass: codes.labels[image[0]] });
  }
  function takeMap() {
    const there = [codesOf(left), codesOf(right)].flatMap((codes) => codes ?? []);
    const maps = there.length ? ORDER.filter((name) => there.every((codes) => codes.maps[name])) : [];
    const wanted = left.get().map;
    view.set({ maps: Object.freeze(maps), map: maps.includes(wanted) ? wanted : (maps[0] ?? "") });
  }
  left.watch(["codes"], takeCodes);
  const stops = [right.watch(["model", "codes"], takeCodes)];
  left.watch(["source"], takeImage);
  left.watch(["map"], takeMap);
  left.watch(["drawClass"], setFirstClass);
  return Object.assign(view, { close: () => stops.forEach((stop) => stop()) });
}

/**
 * What a visitor does with the view; `actions` are the page's.
 * @param {Sides} sides
 * @param {View} view
 * @param {{ loadCode(i: number): void }} actions
 */
export function createChoosing(sides, view, actions, random = Math.random) {
  const { store } = sides[0];
  const go = (/** @type {ImagePair | null} */ image) => image && actions.loadCode(image[0]);
  return {
    /** Select the image of code `i` of model `k`. @param {number} k @param {number} i */
    select(k, i) {
      const { pairs } = view.get();
      const image = pairs && imageOf(pairs, k, i);
      if (image) go(image);
      else store.set({ say: "The other model has no code of that image." });
    },
    /** The image after the selected one, or before it. @param {1 | -1} by */
    step(by) {
      const { pairs, image } = view.get();
      if (pairs && image) go(nextImage(pairs, image[0], by));
    },
    /** Any image, of class `label` where that is not null. @param {number | null} label */
    any(label) {
      const [{ pairs }, { codes }] = [view.get(), store.get()];
      if (pairs && codes) go(anyImage(pairs, codes.labels, label, random));
    },
    /** Point at the image of code `i` of model `k` on both maps; -1: at none. @param {number} k @param {number} i */
    point(k, i) {
      const { pairs, pointed } = view.get();
      const next = pairs && i >= 0 ? imageOf(pairs, k, i) : null;
      if (String(next) !== String(pointed)) view.set({ pointed: next });
    },
    /** Highlight a class on both maps, or none where it is highlighted already. @param {number} label */
    highlight: (label) => store.set({ highlight: store.get().highlight === label ? null : label }),
    /** Decode all samples as a class. @param {number} drawClass */
    setClass: (drawClass) => store.set({ drawClass }),
    /** Choose one of the samples. @param {number} draw */
    choose: (draw) => store.set({ draw }),
    /** Sample again, with another seed. */
    resample() {
      store.set({ seed: Math.floor(random() * SEEDS), say: "Ten new samples." });
    },
  };
}
