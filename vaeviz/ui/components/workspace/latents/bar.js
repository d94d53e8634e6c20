/** What one dimension carries: a bar for the mean of the data set, a mark for the image. Rates are in nats. */

import { h, setText } from "../shell/dom.js";
import { fixed } from "../shell/format.js";

export const ACTIVE = 0.01; // variance of mu over images, as in vaeviz/diagnostics.py
const HEADROOM = 1.6; // the bars' full width over the largest mean rate, so that an image's own mark has room

/** Build the bar and its two numbers; `show(rate)` sets the image's own, null where there is none. */
export function createBar(dim, model) {
  const mean = model.rate?.[dim] ?? null;
  const full = HEADROOM * Math.max(0.1, ...(model.rate ?? []));
  const fill = h("b", { className: "kl-mean" });
  const mark = h("b", { className: "kl-own" });
  const bar = h("div", { className: "kl", role: "img", dataTestid: `kl-bar-${dim}` }, fill, mark);
  const meanText = h("span", { className: "num" }, mean === null ? "\u2013" : fixed(mean));
  const ownText = h("span", { className: "num own" });
  fill.style.width = `${(100 * (mean ?? 0)) / full}%`;
  return {
    nodes: [bar, meanText, ownText],
    show(own) {
      mark.hidden = own === null;
      if (own !== null) mark.style.left = `${Math.min(100, (100 * own) / full)}%`;
      setText(ownText, own === null ? "" : fixed(own));
      const text = barText(dim, model, own);
      bar.setAttribute("aria-label", text);
      bar.title = text;
    },
  };
}

/** A dimension's figures in words, each with its unit and what it is averaged over. */
export function barText(dim, { rate, mu_sd: deviation }, own) {
  const said = [rate ? `rate ${fixed(rate[dim])} nats, mean over the stored images` : "rate unknown"];
  if (own !== null) said.push(`${fixed(own)} nats for this image`);
  if (deviation) {
    const variance = deviation[dim] ** 2;
    said.push(`variance of \u03bc over the stored images ${variance < ACTIVE ? variance.toFixed(4) : fixed(variance)}, ${variance > ACTIVE ? "above" : "not above"} the ${ACTIVE} of an active unit`);
  }
  return `z${dim}: ${said.join("; ")}`;
}
