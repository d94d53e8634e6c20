/**
 * The KL of one dimension, in nats: a bar for the mean of the data set, a mark for the image, a circle for this very
 * z.
 */

/** @import { Model, Posterior } from "../core/types.js" */

import { h, setText } from "../core/dom.js";
import { fixed } from "../core/format.js";
import { pointRate } from "./gaussian.js";
import { isLearned } from "./prior-text.js";

export const ACTIVE = 0.01; // variance of mu over images, as in vaeviz/metrics/criteria.py
const HEADROOM = 1.6; // the bars' full width over the largest mean KL, so that the mark of an image has room
const MARGIN = 8; // px right of a bar, for a circle beyond it
const BEFORE = 4; // px left of it: the dimension's name is next to it

/**
 * Build the bar and its two numbers.
 * @param {number} dim
 * @param {Model} model
 */
export function createBar(dim, model) {
  const mean = model.rate?.[dim] ?? null;
  const full = HEADROOM * Math.max(0.1, ...(model.rate ?? []));
  const fill = h("b", { className: "kl-mean" });
  const mark = h("b", { className: "kl-own" });
  const point = h("b", { className: "kl-point", dataTestid: `kl-point-${dim}` });
  const bar = h("div", { className: "kl", role: "img", dataTestid: `kl-bar-${dim}` }, fill, mark, point);
  const meanText = h("span", { className: "num" }, mean === null ? "\u2013" : fixed(mean));
  const ownText = h("span", { className: "num own" });
  fill.style.width = `${(100 * (mean ?? 0)) / full}%`;
  return {
    nodes: [bar, meanText, ownText],
    /**
     * Show the image's own KL and that of the point z; neither without an image.
     * @param {Posterior | null} posterior
     * @param {number} z
     */
    show(posterior, z) {
      const own = posterior ? posterior.rate[dim] : null;
      const here = posterior && pointRateOf(posterior, dim, z);
      mark.hidden = point.hidden = own === null;
      if (own !== null) mark.style.left = `${Math.max(0, Math.min(100, (100 * own) / full))}%`;
      if (here !== null) point.style.left = pointPlace(here / full);
      setText(ownText, own === null ? "" : fixed(own));
      const text = barText(dim, model, own, here);
      bar.setAttribute("aria-label", text);
      bar.title = text;
    },
  };
}

/** @param {Posterior} posterior @param {number} dim @param {number} z */
function pointRateOf({ mu, logvar, prior }, dim, z) {
  return pointRate(z, mu[dim], logvar[dim], prior.mu[dim], prior.logvar[dim]);
}

/**
 * The CSS place of the circle at `share` of a bar's width: beyond the bar it is pressed into a margin at its end,
 * still in order.
 * @param {number} share
 */
export function pointPlace(share) {
  const over = share - Math.max(0, Math.min(1, share));
  return `calc(${100 * (share - over)}% + ${((over < 0 ? BEFORE : MARGIN) * over) / (1 + Math.abs(over))}px)`;
}

/**
 * The formula of the circle, for `z`: "z3", or any.
 * @param {Model} model
 * @param {string} z
 */
export function pointText(model, z) {
  return isLearned(model) ? `log q(${z}|x, c) \u2212 log p(${z}|c)` : `log q(${z}|x) \u2212 log p(${z})`;
}

/**
 * A dimension's figures in words, each with its unit and what it is averaged over.
 * @param {number} dim
 * @param {Model} model
 * @param {number | null} own KL of the image, in nats
 * @param {number | null} here log q - log p of this z, in nats
 */
export function barText(dim, model, own, here = null) {
  const { rate, mu_sd: deviation } = model;
  const parts = [rate ? `KL ${fixed(rate[dim])} nats, mean over the stored images` : "KL unknown"];
  if (own !== null) parts.push(`${fixed(own)} nats for this image`);
  if (here !== null) {
    const formula = pointText(model, `z${dim}`);
    parts.push(`${formula} of this z ${fixed(here)} nats (the circle); its mean over the posterior is the KL`);
  }
  if (deviation) {
    const variance = deviation[dim] ** 2;
    const figure = variance < ACTIVE ? variance.toFixed(4) : fixed(variance);
    const side = variance > ACTIVE ? "above" : "not above";
    parts.push(`variance of \u03bc over the stored images ${figure}, ${side} the ${ACTIVE} of an active unit`);
  }
  return `z${dim}: ${parts.join("; ")}`;
}
