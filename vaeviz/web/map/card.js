/** What stands beside the pointer: the card of a point, or the picture of an empty place. */

import { rate } from "../latents/gaussian.js";
import { paint } from "../core/paint.js";
import { h, setText } from "../core/dom.js";
import { fixed } from "../core/format.js";
import { encodedUnder, imageName, ownPriors, row } from "./codes.js";
import { heldOutText } from "./heldout.js";
import { NEIGHBOURS } from "./neighbours.js";
import { isExact, mapOf } from "./shown.js";
import { codeAt } from "./moves.js";

const GAP = 16; // pixels between the pointer and what stands beside it

/** Build both inside `box`: `card(i, place)` and `glance(data, place)`; -1 and null take them away. */
export function createCards(box, store, many) {
  const decoded = h("canvas", { dataTestid: "map-card-decoded" });
  const original = h("canvas", { dataTestid: "map-card-original" });
  const lines = [h("b"), h("span"), h("span")];
  const figure = (canvas, name) => h("figure", {}, canvas, h("figcaption", {}, name));
  const card = h(
    "div",
    { className: "card", dataTestid: "map-card", hidden: true },
    figure(decoded, "decoded"),
    figure(original, "original"),
    h("p", {}, ...lines),
  );
  const seen = h("canvas", { dataTestid: "map-glance-picture" });
  const words = h("p");
  const glance = h("div", { className: "card glance", dataTestid: "map-glance", hidden: true }, seen, words);
  box.append(card, glance);
  let current = -1;
  let over = false;

  async function decode(slot, z, c, canvas, wanted) {
    const { model } = store.get();
    try {
      const pixels = await many(slot, z, c, 1);
      if (!pixels || !wanted() || store.get().model !== model) return false;
      paint(canvas, pixels, model.image_shape);
      return true;
    } catch {
      return false; // the line under the picture says what is wrong with the decoder
    }
  }
  return {
    card(i, place) {
      current = i;
      if (i < 0) return void (card.hidden = true);
      const { codes, model } = store.get();
      [decoded, original].forEach(clear);
      original.parentElement.hidden = !codes.originals;
      describe(lines, codes, model, i);
      card.hidden = false;
      beside(card, place, box);
      decode(
        "card",
        row(codes.mu, codes.latent, i),
        encodedUnder(codes, i, model) ?? store.get().c,
        decoded,
        () => current === i,
      );
      fetchOriginal(store.get(), i).then((pixels) => {
        if (current !== i || store.get().codes !== codes) return;
        original.parentElement.hidden = !pixels;
        if (pixels) paint(original, pixels, model.image_shape);
        beside(card, place, box);
      });
    },

    /** Decode what lies at a place of the map, and show it beside the pointer. */
    async glance(data, place) {
      over = data !== null;
      if (!over) return void (glance.hidden = true);
      const state = store.get();
      const map = mapOf(state);
      if (!(await decode("hover", codeAt(state, ...data), state.c, seen, () => over)) || !over) return;
      setText(
        words,
        isExact(map) ? "" : [`average of ${NEIGHBOURS} codes`, heldOutText(state.heldOut)].filter(Boolean).join("; "),
      );
      glance.hidden = false;
      beside(glance, place, box);
    },
  };
}

function describe([title, name, nats], codes, model, i) {
  const rates = rate(row(codes.mu, codes.latent, i), row(codes.logvar, codes.latent, i), ownPriors(codes, model)(i));
  setText(title, model.class_names[codes.labels[i]] ?? String(codes.labels[i]));
  setText(name, imageName(codes, i));
  setText(
    nats,
    `rate ${fixed(
      rates.reduce((sum, one) => sum + one, 0),
      1,
    )} nats`,
  );
}

function clear(canvas) {
  canvas.getContext("2d").clearRect(0, 0, canvas.width, canvas.height);
}

const missing = new WeakSet(); // codes whose pictures the server turned out not to have

/** The bytes of the picture that code i was made from; null where they cannot be had. */
export async function fetchOriginal({ codes, here }, i) {
  if (!codes.originals || missing.has(codes) || !here) return null;
  try {
    const response = await fetch(`${here.endpoints.originals}/${i}?token=${encodeURIComponent(here.token)}`);
    if (response.status === 404) missing.add(codes);
    return response.ok ? new Uint8Array(await response.arrayBuffer()) : null;
  } catch {
    return null; // no connection: asked again at the next card
  }
}

/** Put `node` to the right of a place in the box, or to the left where there is no room; never outside. */
function beside(node, [x, y], box) {
  const [width, height] = [node.offsetWidth, node.offsetHeight];
  const left = x + GAP + width <= box.clientWidth ? x + GAP : Math.max(0, x - GAP - width);
  const top = Math.max(0, Math.min(box.clientHeight - height, y - height / 2));
  node.style.transform = `translate(${Math.round(left)}px, ${Math.round(top)}px)`;
}
