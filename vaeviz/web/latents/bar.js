/** What one dimension carries: a bar for the mean of the data set, a mark for the image, a point for this very z. All in nats. */

import { h, setText } from "../core/dom.js";
import { fixed } from "../core/format.js";
import { pointRate } from "./gaussian.js";
import { isLearned } from "./prior-text.js";

export const ACTIVE = 0.01; // variance of mu over images, as in vaeviz/metrics/criteria.py
const HEADROOM = 1.6; // the bars' full width over the largest mean rate, so that an image's own mark has room
const MARGIN = 8; // px right of a bar, for a point that is off it
const BEFORE = 4; // px left of it: the dimension's name follows

/** Build the bar and its two numbers; `show(posterior, z)` sets the image's own and the point of z, both gone where there is no image. */
export function createBar(dim, model) {
  const mean = model.rate?.[dim] ?? null;
  const full = HEADROOM * Math.max(0.1, ...(model.rate ?? []));
  const fill = h("b", { className: "kl-mean" });
  const mark = h("b", { className: "kl-own" });
  const point = h("b", { className: "kl-point", dataTestid: `kl-point-${dim}` });
  const bar = h("div", { className: "kl", role: "img", dataTestid: `kl-bar-${dim}` }, fill, mark, point);
  const place = (node, value) => (node.style.left = `${Math.max(0, Math.min(100, (100 * value) / full))}%`);
  const meanText = h("span", { className: "num" }, mean === null ? "\u2013" : fixed(mean));
  const ownText = h("span", { className: "num own" });
  fill.style.width = `${(100 * (mean ?? 0)) / full}%`;
  return {
    nodes: [bar, meanText, ownText],
    show(posterior, z) {
      const own = posterior ? posterior.rate[dim] : null;
      const here = posterior
        ? pointRate(z, posterior.mu[dim], posterior.logvar[dim], posterior.prior.mu[dim], posterior.prior.logvar[dim])
        : null;
      mark.hidden = point.hidden = own === null;
      if (own !== null) {
        place(mark, own);
        point.style.left = pointPlace(here / full);
      }
      setText(ownText, own === null ? "" : fixed(own));
      const text = barText(dim, model, own, here);
      bar.setAttribute("aria-label", text);
      bar.title = text;
    },
  };
}

/** Where the point stands at `share` of a bar's width: what is off the bar crowds into a margin at its end, still in order. */
export function pointPlace(share) {
  const over = share - Math.max(0, Math.min(1, share));
  return `calc(${100 * (share - over)}% + ${((over < 0 ? BEFORE : MARGIN) * over) / (1 + Math.abs(over))}px)`;
}

/** What the point stands at, of `z`: "z3", or any. */
export function pointText(model, z) {
  return isLearned(model) ? `log q(${z}|x, c) \u2212 log p(${z}|c)` : `log q(${z}|x) \u2212 log p(${z})`;
}

/** A dimension's figures in words, each with its unit and what it is averaged over. */
export function barText(dim, model, own, here = null) {
  const { rate, mu_sd: deviation } = model;
  const said = [rate ? `rate ${fixed(rate[dim])} nats, mean over the stored images` : "rate unknown"];
  if (own !== null) said.push(`${fixed(own)} nats for this image`);
  if (here !== null)
    said.push(
      `${pointText(model, `z${dim}`)} of this z ${fixed(here)} nats, the point: its mean over the posterior is the image's rate`,
    );
  if (deviation) {
    const variance = deviation[dim] ** 2;
    said.push(
      `variance of \u03bc over the stored images ${variance < ACTIVE ? variance.toFixed(4) : fixed(variance)}, ${variance > ACTIVE ? "above" : "not above"} the ${ACTIVE} of an active unit`,
    );
  }
  return `z${dim}: ${said.join("; ")}`;
}
