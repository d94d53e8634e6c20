/** KL of every dimension as upright bars, both models on one scale and of one width, so that areas can be compared. */

import { h } from "../core/dom.js";
import { fixed } from "../core/format.js";
import { byRate } from "../latents/order.js";
import { ticks } from "../map/axes.js";

/**
 * @import { Model, Vector } from "../core/types.js"
 * @typedef {{ end: number, slots: number }} Scale its end in nats, and how many bars fit
 */

const HEADROOM = 1.5; // the scale's end over the largest mean, so that an image's own marks have room
const MOST_TICKS = 4;

/**
 * The scale of all bars.
 * @param {Pick<Model, "rate" | "latent_dim">[]} models
 * @param {(Vector | null)[]} rates those of the selected image, one array per model
 * @returns {Scale}
 */
export function scaleOf(models, rates) {
  const most = (/** @type {(Vector | null)[]} */ values) => Math.max(0.1, ...values.flatMap((one) => [...(one ?? [])]));
  const end = Math.max(HEADROOM * most(models.map(({ rate }) => rate)), most(rates));
  return { end: Math.ceil(2 * end) / 2, slots: Math.max(...models.map(({ latent_dim: size }) => size)) };
}

/** Build the bars; `show` draws them. @param {string} test */
export function createBars(test) {
  const marks = h("div", { className: "nats", ariaHidden: "true" });
  const bars = h("div", { className: "bars-row" });
  const node = h("div", { className: "dims", role: "img", dataTestid: test }, marks, bars);
  return {
    node,
    /** @param {Model} model @param {Vector | null} own rates of the selected image @param {Scale} scale */
    show(model, own, scale) {
      marks.replaceChildren(
        ...ticks(0, scale.end, MOST_TICKS).map((/** @type {{ value: number, text: string }} */ { value, text }) =>
          mark(value / scale.end, text),
        ),
      );
      /** @type {number[]} */
      const dims = byRate(model);
      bars.style.setProperty("--slots", String(scale.slots));
      bars.replaceChildren(...dims.map((dim) => bar(dim, model, own, scale.end)));
      const texts = dims.map((dim) => dimText(dim, model, own)).join("; ");
      node.setAttribute("aria-label", `KL of each dimension in nats, the highest first: ${texts}`);
    },
  };
}

/** @param {number} share of the height @param {string} text */
function mark(share, text) {
  const node = h("i", {}, text);
  node.style.bottom = `${100 * share}%`;
  return node;
}

/** @param {number} dim @param {Model} model @param {Vector | null} own @param {number} end */
function bar(dim, model, own, end) {
  const mean = h("b", { className: "mean" });
  const image = h("b", { className: "image", hidden: !own });
  mean.style.height = `${(100 * (model.rate?.[dim] ?? 0)) / end}%`;
  if (own) image.style.bottom = `${(100 * own[dim]) / end}%`;
  return h("div", { className: "bar-slot", title: dimText(dim, model, own) }, mean, image);
}

/** @param {number} dim @param {Pick<Model, "rate">} model @param {Vector | null} own rates of the selected image */
export function dimText(dim, { rate }, own) {
  const mean = rate ? `mean ${fixed(rate[dim])}` : "mean unknown";
  return `z${dim} ${mean}${own ? `, this image ${fixed(own[dim])}` : ""}`;
}
