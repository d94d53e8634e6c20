/** What is shown beside the pointer: the card of a point, or the image of an empty place. */

import { rate } from "../latents/gaussian.js";
import { paint } from "../core/paint.js";
import { contextOf, h, setText } from "../core/dom.js";
import { fixed } from "../core/format.js";
import { encodedUnder, imageName, ownPriors, row } from "./codes.js";
import { averageText } from "./heldout.js";
import { codeAt } from "./moves.js";
import { isExact, mapOf } from "./shown.js";

/** @import { Codes, Many, Model, PageStore, State } from "../core/types.js" */
/** @import { Point } from "./plane.js" */
/** @typedef {ReturnType<typeof createCards>} Cards */

const GAP = 16; // pixels between the pointer and what is shown beside it

/**
 * Build both inside `box`.
 * @param {HTMLElement} box
 * @param {PageStore} store
 * @param {Many} many
 */
export function createCards(box, store, many) {
  const decoded = h("canvas", { dataTestid: "map-card-decoded" });
  const original = h("canvas", { dataTestid: "map-card-original" });
  const lines = [h("b"), h("span"), h("span")];
  const originalFigure = h("figure", {}, original, h("figcaption", {}, "original"));
  const card = h(
    "div",
    { className: "card", dataTestid: "map-card", hidden: true },
    h("figure", {}, decoded, h("figcaption", {}, "decoded")),
    originalFigure,
    h("p", {}, ...lines),
  );
  const image = h("canvas", { dataTestid: "map-preview-image" });
  const words = h("p");
  const preview = h("div", { className: "card preview", dataTestid: "map-preview", hidden: true }, image, words);
  box.append(card, preview);
  let current = -1; // the point that has the card
  let over = false; // whether the pointer is on an empty place

  /**
   * Decode one code onto a canvas, if it is still wanted then; whether that was done.
   * @param {string} slot
   * @param {Float32Array} z
   * @param {Float32Array} c
   * @param {HTMLCanvasElement} canvas
   * @param {() => boolean} wanted
   */
  async function decode(slot, z, c, canvas, wanted) {
    const { model } = store.get();
    try {
      const pixels = await many(slot, z, c, 1);
      if (!pixels || !wanted() || store.get().model !== model) return false;
      paint(canvas, pixels, model.image_shape);
      return true;
    } catch {
      return false; // the line under the image says what is wrong with the decoder
    }
  }
  return {
    /**
     * Show the card of point i beside its place; -1 hides it.
     * @param {number} i
     * @param {Point} place
     */
    card(i, place) {
      current = i;
      const { codes, model, c } = store.get();
      card.hidden = i < 0 || !codes;
      if (i < 0 || !codes) return;
      for (const canvas of [decoded, original]) contextOf(canvas).clearRect(0, 0, canvas.width, canvas.height);
      originalFigure.hidden = !codes.originals;
      describe(lines, codes, model, i);
      moveBeside(card, place, box);
      const z = row(codes.mu, codes.latent, i);
      decode("card", z, encodedUnder(codes, i, model) ?? c, decoded, () => current === i);
      fetchOriginal(store.get(), i).then((pixels) => {
        if (current !== i || store.get().codes !== codes) return;
        originalFigure.hidden = !pixels;
        if (pixels) paint(original, pixels, model.image_shape);
        moveBeside(card, place, box);
      });
    },

    /**
     * Decode what lies at a place of the map, and show it beside the pointer; null hides it.
     * @param {Point | null} data the place, in data units
     * @param {Point} place the pointer
     */
    async preview(data, place) {
      const state = store.get();
      const { codes, c } = state;
      const map = mapOf(state);
      over = data !== null;
      if (!data || !codes || !map) {
        preview.hidden = true;
        return;
      }
      if (!(await decode("hover", codeAt(codes, map, state, ...data), c, image, () => over)) || !over) return;
      setText(words, isExact(map) ? "" : averageText(state.heldOut));
      preview.hidden = false;
      moveBeside(preview, place, box);
    },
  };
}

/** @type {(lines: HTMLElement[], codes: Codes, model: Model, i: number) => void} */
function describe([title, name, nats], codes, model, i) {
  const rates = rate(row(codes.mu, codes.latent, i), row(codes.logvar, codes.latent, i), ownPriors(codes, model)(i));
  const total = rates.reduce((sum, one) => sum + one, 0);
  setText(title, model.class_names[codes.labels[i]] ?? String(codes.labels[i]));
  setText(name, imageName(codes, i));
  setText(nats, `KL ${fixed(total, 1)} nats`);
}

const missing = new WeakSet(); // codes whose images the server turned out not to have

/**
 * The bytes of the image that code i was made from; null where they cannot be had.
 * @type {(state: Pick<State, "codes" | "here">, i: number) => Promise<Uint8Array | null>}
 */
export async function fetchOriginal({ codes, here }, i) {
  if (!codes?.originals || missing.has(codes) || !here) return null;
  try {
    const response = await fetch(`${here.endpoints.originals}/${i}?token=${encodeURIComponent(here.token)}`);
    if (response.status === 404) missing.add(codes);
    return response.ok ? new Uint8Array(await response.arrayBuffer()) : null;
  } catch {
    return null; // no connection: asked again at the next card
  }
}

/**
 * Move `node` to the right of a place in the box, or to the left where there is no room; never outside.
 * @type {(node: HTMLElement, place: Point, box: HTMLElement) => void}
 */
function moveBeside(node, [x, y], box) {
  const [width, height] = [node.offsetWidth, node.offsetHeight];
  const left = x + GAP + width <= box.clientWidth ? x + GAP : Math.max(0, x - GAP - width);
  const top = Math.max(0, Math.min(box.clientHeight - height, y - height / 2));
  node.style.transform = `translate(${Math.round(left)}px, ${Math.round(top)}px)`;
}
