/** The pad: one row a dimension, ordered by rate; bar, slider and posterior band are one thing. */

import { h, setText } from "../shell/dom.js";
import { fixed, parseNumber, plural } from "../shell/format.js";
import { MAX_Z } from "./place.js";

const STEP = 0.1; // one arrow press; ten of them with Shift or Page
const MANY = 16; // rows above which they stand closer
const HEADROOM = 1.6; // the bars' full width over the largest mean rate, so that an image's own mark has room

/** Build the pad; it rebuilds its rows when the model changes and otherwise only moves them. */
export function createPad(store, actions) {
  const body = h("div", { className: "rows" });
  const totals = h("p", { className: "totals" });
  const scale = h("span", { className: "z-title", title: "Ticks: the prior's mean, one and two standard deviations. Band: the image's posterior mean and deviation." });
  const head = h(
    "div",
    { className: "row head", ariaHidden: "true" },
    h("span", {}, "dim"),
    h("span", { className: "rate-title", title: "KL(q(z_j|x) || p(z_j)): what one dimension says about an image, in nats. The bar is the mean over the stored codes, which were encoded from grey pixels: slightly other than what `evaluate` says of binarised ones. The mark is this image." }, "rate, nats:\ndata-set mean | this image"),
    scale,
    h("span", {}, ""),
  );
  let rows = [];

  store.watch(["model"], ({ model }) => {
    if (!model) return;
    rows = orderOf(model).map((dim) => createRow(dim, model, actions));
    const folded = rows.filter(({ dim }) => model.active && !model.active[dim]);
    const open = rows.filter((row) => !folded.includes(row));
    scale.replaceChildren(...numbers(model));
    body.classList.toggle("dense", rows.length > MANY);
    body.replaceChildren(...open.map(({ node }) => node), ...fold(folded, body));
  });
  body.onscroll = () => cue(body);
  new ResizeObserver(() => cue(body)).observe(body);
  store.watch(["model", "z"], ({ z }) => rows.forEach((row) => row.place(z[row.dim])));
  store.watch(["model", "posterior"], ({ model, posterior }) => {
    rows.forEach((row) => row.show(posterior));
    if (model) setText(totals, totalText(model, posterior));
  });
  return h("section", { className: "pad", ariaLabel: "Latent dimensions" }, head, body, totals);
}

/** Dimensions by falling rate; in their own order where the rate is unknown. */
export function orderOf({ latent_dim: size, rate }) {
  const dims = Array.from({ length: size }, (_, dim) => dim);
  return rate ? dims.sort((a, b) => rate[b] - rate[a] || a - b) : dims;
}

/** The line under the rows: totals in nats, and what counts as active. */
export function totalText({ rate, active, latent_dim: size }, posterior) {
  if (!rate) return "Rates are unknown: this model has no stored codes yet.";
  const total = (values) => fixed(values.reduce((sum, value) => sum + value, 0), 1);
  const own = posterior ? ` | ${total(posterior.rate)} this image` : "";
  const living = active ? ` ${active.filter(Boolean).length} of ${size} active (variance of \u03bc over the stored codes above 0.01).` : "";
  return `Total rate: ${total(rate)} nats data-set mean${own}.${living}`;
}

/** The ticks' numbers, once for all rows; just "z" where the dimensions' priors differ and so do their ticks. */
function numbers({ prior, span = 4 }) {
  const standard = prior.mu.every((mu) => mu === 0) && prior.logvar.every((logvar) => logvar === 0);
  const track = h("span", { className: "track" });
  for (const z of span > 5 ? [-2, 0, 2] : [-2, -1, 0, 1, 2]) {
    const number = h("i", {}, fixed(z, 0));
    number.style.left = `${(50 * (z + span)) / span}%`;
    track.append(number);
  }
  return standard ? ["z", track] : ["z"];
}

/** Fade the lower edge while rows follow below it. */
function cue(body) {
  body.classList.toggle("more", body.scrollTop + body.clientHeight < body.scrollHeight - 4);
}

function fold(rows, body) {
  if (!rows.length) return [];
  const summary = h("summary", {}, `${plural(rows.length, "collapsed dimension")}: try ${rows.length === 1 ? "it" : "them"}`);
  const node = h("details", { className: "fold" }, summary, ...rows.map((row) => row.node));
  node.ontoggle = () => {
    if (node.open) body.scrollTop = node.offsetTop - body.offsetTop; // as far as it goes: nothing where all rows have room
    cue(body);
  };
  return [node];
}

function createRow(dim, model, actions) {
  const [centre, sigma] = [model.prior.mu[dim], Math.exp(model.prior.logvar[dim] / 2)];
  const span = model.span ?? 4;
  const input = h("input", {
    type: "range", min: centre - span, max: centre + span, step: 0.01, dataTestid: `latent-slider-${dim}`, ariaLabel: `z${dim}`,
    title: "Double click or Home: back to the prior's mean. Arrows: 0.1; with Shift: 1.",
    oninput: () => actions.setDim(dim, input.valueAsNumber),
    onpointerdown: () => actions.remember(),
    ondblclick: () => actions.resetDim(dim),
    onkeydown: (event) => stepByKey(event, input, dim, actions),
  });
  const value = h("input", {
    className: "value", inputMode: "decimal", ariaLabel: `Value of z${dim}`, autocomplete: "off",
    onchange: () => {
      const typed = parseNumber(value.value);
      if (typed === null) return void (value.value = fixed(current));
      actions.remember();
      actions.setDim(dim, typed);
    },
    onfocus: () => value.select(),
  });
  const marks = [-2, -1, 0, 1, 2].map((k) => at("i", k ? "tick" : "tick zero", k * sigma));
  const band = at("b", "band", 0);
  const middle = at("b", "mu", 0);
  const bar = createBar(dim, model);
  const slider = h("div", { className: "slider" }, h("div", { className: "track" }, ...marks, band, middle), input);
  const node = h("div", { className: "row" }, h("span", { className: "name" }, `z${dim}`), ...bar.nodes, slider, value);
  let current = NaN;

  function at(tag, className, offset) {
    const mark = h(tag, { className });
    mark.style.left = percent(offset);
    return mark;
  }
  function percent(offset) {
    return `${Math.max(0, Math.min(100, (50 * (offset + span)) / span))}%`;
  }
  return {
    dim,
    node,
    place(z) {
      if (z === current) return;
      current = z;
      input.value = String(Math.max(-MAX_Z, Math.min(MAX_Z, z)));
      input.setAttribute("aria-valuetext", fixed(z));
      value.value = fixed(z);
    },
    show(posterior) {
      bar.show(posterior ? posterior.rate[dim] : null);
      band.hidden = middle.hidden = !posterior;
      if (!posterior) return;
      const [mu, deviation] = [posterior.mu[dim] - centre, Math.exp(posterior.logvar[dim] / 2)];
      band.style.left = percent(mu - deviation);
      band.style.right = `calc(100% - ${percent(mu + deviation)})`;
      middle.style.left = percent(mu);
    },
  };
}

function createBar(dim, model) {
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
      const said = [mean === null ? "rate unknown" : `rate ${fixed(mean)} nats, mean of the data set`];
      if (own !== null) said.push(`${fixed(own)} nats for this image`);
      bar.setAttribute("aria-label", `z${dim}: ${said.join("; ")}`);
    },
  };
}

function stepByKey(event, input, dim, actions) {
  const sign = { ArrowRight: 1, ArrowUp: 1, ArrowLeft: -1, ArrowDown: -1, PageUp: 10, PageDown: -10 }[event.key];
  if (event.key === "Home") actions.resetDim(dim);
  else if (sign) {
    if (!event.repeat) actions.remember();
    actions.setDim(dim, Math.max(+input.min, Math.min(+input.max, input.valueAsNumber + sign * STEP * (event.shiftKey ? 10 : 1))));
  } else return;
  event.preventDefault();
}
