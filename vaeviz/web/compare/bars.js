/** KL of every dimension as upright bars, both models on one scale and of one width, so that areas can be compared. */

import { byRate } from "../latents/order.js";
import { ticks } from "../map/axes.js";
import { h } from "../core/dom.js";
import { fixed } from "../core/format.js";

const HEADROOM = 1.5; // the scale's end over the largest mean, so that an image's own marks have room
const MOST_TICKS = 4;

/** The scale of all bars: its end in nats, and how many bars fit; `rates` are those of an image in hand, one array a model. */
export function scaleOf(models, rates) {
  const most = (values) => Math.max(0.1, ...values.flatMap((one) => [...(one ?? [])]));
  const end = Math.max(HEADROOM * most(models.map(({ rate }) => rate)), most(rates));
  return { end: Math.ceil(2 * end) / 2, slots: Math.max(...models.map(({ latent_dim: size }) => size)) };
}

/** Build the bars; `show(model, own, scale)` draws them, `own` the rates of the image in hand or null. */
export function createBars(test) {
  const marks = h("div", { className: "nats", ariaHidden: "true" });
  const bars = h("div", { className: "bars-row" });
  const node = h("div", { className: "dims", role: "img", dataTestid: test }, marks, bars);
  return {
    node,
    show(model, own, scale) {
      marks.replaceChildren(...ticks(0, scale.end, MOST_TICKS).map(({ value, text }) => mark(value / scale.end, text)));
      const dims = byRate(model);
      bars.style.setProperty("--slots", scale.slots);
      bars.replaceChildren(...dims.map((dim) => bar(dim, model, own, scale.end)));
      node.setAttribute(
        "aria-label",
        `KL of each dimension in nats, the most informative first: ${dims.map((dim) => dimText(dim, model, own)).join("; ")}`,
      );
    },
  };
}

function mark(share, text) {
  const node = h("i", {}, text);
  node.style.bottom = `${100 * share}%`;
  return node;
}

function bar(dim, model, own, end) {
  const mean = h("b", { className: "mean" });
  const image = h("b", { className: "image", hidden: !own });
  mean.style.height = `${(100 * (model.rate?.[dim] ?? 0)) / end}%`;
  if (own) image.style.bottom = `${(100 * own[dim]) / end}%`;
  return h("div", { className: "bar-slot", title: dimText(dim, model, own) }, mean, image);
}

/** What is said of one dimension. */
export function dimText(dim, { rate }, own) {
  const said = [rate ? `mean ${fixed(rate[dim])}` : "mean unknown", own && `this image ${fixed(own[dim])}`].filter(
    Boolean,
  );
  return `z${dim} ${said.join(", ")}`;
}
