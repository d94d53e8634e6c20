/** What the Compare page shows of its two models that follows from them both: which image, which map. */

import { SEEDS } from "../latents/sampling.js";
import { createStore } from "../core/store.js";
import { imageOf, nextImage, pairCodes, someImage } from "./pairs.js";

const START = Object.freeze({
  pairs: null, // which codes are of the same image, see pairs.js; null until both are there
  image: null, // [code of the left model, code of the right] of the image in hand
  pointed: null, // the same of the image that the pointer is on, on either map
  map: "", // the method of both maps; "" where they share none
  maps: Object.freeze([]), // the methods that both have, of those whose codes are there
});
const ORDER = ["umap", "t-sne", "pca"];

/** Keep the view of two `sides`, {store}, whose first is the page's own. */
export function createView(sides) {
  const view = createStore(START);
  const [left, right] = sides.map(({ store }) => store);
  let of = []; // the codes that the pairs are of
  let last = -1; // the left code of the image last shown: it stays in hand where z comes from elsewhere

  const codesOf = (store) => store.get().model && store.get().codes; // a model that went leaves its codes behind
  function takeCodes() {
    const both = [codesOf(left), codesOf(right)];
    if (both.every((codes, k) => codes === of[k])) return;
    if (both[0] !== of[0]) last = -1;
    of = both;
    const pairs = both.every(Boolean) ? pairCodes(...both) : null;
    view.set({ pairs, pointed: null, ...imageAmong(pairs) }); // at once: nobody is to look for the image in codes that went
    tellFirst();
    takeMap();
  }
  function takeImage() {
    view.set(imageAmong(view.get().pairs));
    tellFirst();
  }

  /** The image in hand. */
  function imageAmong(pairs) {
    const { source } = left.get();
    const wanted = source?.kind === "code" ? source.index : last;
    const image = pairs && (imageOf(pairs, 0, wanted) ?? nextImage(pairs, last));
    last = image?.[0] ?? last;
    return String(image) === String(view.get().image) ? {} : { image };
  }
  /** The draws begin with the class of the image. */
  function tellFirst() {
    const [{ drawClass }, codes, { image }] = [left.get(), codesOf(left), view.get()];
    if (drawClass === null && codes && image) left.set({ drawClass: codes.labels[image[0]] });
  }
  function takeMap() {
    const there = [left, right].map(codesOf).filter(Boolean);
    const maps = there.length ? ORDER.filter((name) => there.every((codes) => codes.maps[name])) : [];
    const wanted = left.get().map;
    view.set({ maps: Object.freeze(maps), map: maps.includes(wanted) ? wanted : (maps[0] ?? "") });
  }
  left.watch(["codes"], takeCodes);
  const stops = [right.watch(["model", "codes"], takeCodes)];
  left.watch(["source"], takeImage);
  left.watch(["map"], takeMap);
  left.watch(["drawClass"], tellFirst);
  return Object.assign(view, { close: () => stops.forEach((stop) => stop()) });
}

/** What a visitor does with the view; `actions` are the page's. */
export function createChoosing(sides, view, actions, random = Math.random) {
  const { store } = sides[0];
  const go = (image) => image && actions.loadCode(image[0]);
  return {
    /** Take the image of code `i` of model `k`. */
    take(k, i) {
      const image = view.get().pairs && imageOf(view.get().pairs, k, i);
      if (image) go(image);
      else store.set({ say: "The other model has no code of that image." });
    },
    /** The image after the one in hand, or before it. */
    step(by) {
      const { pairs, image } = view.get();
      if (pairs && image) go(nextImage(pairs, image[0], by));
    },
    /** Some image, of class `label` where that is not null. */
    some(label) {
      const { pairs } = view.get();
      if (pairs) go(someImage(pairs, store.get().codes.labels, label, random));
    },
    /** Point at the image of code `i` of model `k` on both maps; -1 points at none. */
    point(k, i) {
      const { pairs, pointed } = view.get();
      const next = pairs && i >= 0 ? imageOf(pairs, k, i) : null;
      if (String(next) !== String(pointed)) view.set({ pointed: next });
    },
    /** Let a class stand out on both maps, or none where it does already. */
    light: (label) => store.set({ highlight: store.get().highlight === label ? null : label }),
    /** Tell all draws a class. */
    tell: (drawClass) => store.set({ drawClass }),
    /** Take one of the draws. */
    hold: (draw) => store.set({ draw }),
    /** Draw anew, by another seed. */
    redraw() {
      store.set({ seed: Math.floor(random() * SEEDS), say: "Ten new draws." });
    },
  };
}
