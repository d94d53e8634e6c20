/**
 * The latent sliders: one row for each dimension, ordered by KL. Collapsed dimensions are folded; directions follow
 * below.
 */

/** @import { Actions, Gaussian, Model, PageStore, Posterior } from "../core/types.js" */
/** @import { Row } from "./row.js" */

import { h, setText } from "../core/dom.js";
import { fixed, plural } from "../core/format.js";
import { reachOf, unitText } from "./axis.js";
import { ACTIVE, pointText } from "./bar.js";
import { createNumbers } from "./curves.js";
import { createDirectionRows } from "./direction-rows.js";
import { priorAt } from "./gaussian.js";
import { canResetDim } from "./moves.js";
import { byRate } from "./order.js";
import { isLearned, priorText } from "./prior-text.js";
import { createRow } from "./row.js";

const MANY = 16; // rows above which they are lower
const KL =
  "in nats. The bar and the first number are the mean over the stored codes, which were encoded from grey pixels: it " +
  "differs slightly from what `evaluate` reports of binarised ones. The mark and the second number are of this image.";
const THRESHOLD =
  `A dimension counts as active where the variance of \u03bc over the stored images is above ${ACTIVE} (Burda et al. ` +
  `2016). This is not its KL: where the aggregate matches the prior, a variance of ${ACTIVE} goes with ` +
  `${(-0.5 * Math.log(1 - ACTIVE)).toFixed(3)} nats.`;

/**
 * Build the sliders; the rows are built again when the model changes and otherwise only moved.
 * @param {PageStore} store
 * @param {Actions} actions
 */
export function createLatentSliders(store, actions) {
  const body = h("div", { className: "rows" });
  const totals = h("span");
  const prior = h("span", { className: "which" });
  const scale = h("span", { className: "z-title" });
  const rates = h("span", { className: "rate-title" }, "KL (nats):\nmean | this image");
  /** @type {Row[]} */
  let rows = [];
  /** @type {Gaussian | null} the prior behind the rows */
  let drawn = null;

  store.watch(["model"], ({ model }) => {
    if (!model) return;
    const reach = reachOf(model);
    drawn = null;
    rows = byRate(model).map((dim) => createRow(dim, model, reach, actions, pointAt));
    scale.replaceChildren(
      unitText(model).short,
      createNumbers(reach, (k) => fixed(k, 0)),
    );
    rates.title = rateTitle(model);
    body.classList.toggle("dense", rows.length > MANY);
    body.replaceChildren(...listed(rows, model, opened));
  });
  store.watch(["model", "c"], ({ model, c }) => {
    if (!model) return;
    const wanted = priorAt(model, c);
    if (drawn === wanted) return;
    drawn = wanted;
    rows.forEach((row) => row.showPrior(wanted));
    scale.title = `${unitText(model).long} ${densitiesText(priorText(model, c))}`;
    setText(prior, isLearned(model) ? `Prior: ${priorText(model, c)}.` : "");
  });
  store.watch(["model", "z", "c", "locks"], (state) =>
    rows.forEach((row) => row.place(state.z[row.dim], canResetDim(state, row.dim))),
  );
  store.watch(["model", "locks"], ({ locks }) => rows.forEach((row) => row.hold(locks.includes(row.dim))));
  store.watch(["model", "pointed"], ({ pointed }) => rows.forEach((row) => row.point(row.dim === pointed)));
  store.watch(["model", "posterior"], ({ model, posterior }) => {
    rows.forEach((row) => row.showPosterior(posterior));
    if (model) setText(totals, totalText(model, posterior));
  });
  body.onscroll = () => fadeEdge(body);
  new ResizeObserver(() => fadeEdge(body)).observe(body);

  /** @param {HTMLDetailsElement} fold */
  function opened(fold) {
    if (fold.open) body.scrollTop = fold.offsetTop - body.offsetTop; // clipped: nothing where all rows have room
    fadeEdge(body);
  }
  /**
   * The pointer is on `dim`; when it leaves, the row that has the focus is pointed at, if any.
   * @param {number | null} dim
   */
  function pointAt(dim) {
    const focused = dim === null ? rows.find(({ node }) => node.matches(":focus-within")) : null;
    store.set({ pointed: dim ?? focused?.dim ?? null });
  }
  return h(
    "section",
    { className: "latent-sliders", ariaLabel: "Latent dimensions" },
    createHead(rates, scale),
    body,
    createDirectionRows(store, actions),
    h("p", { className: "totals" }, totals, " ", prior),
  );
}

/**
 * What is drawn behind the sliders.
 * @param {string} prior
 */
function densitiesText(prior) {
  return (
    `Behind each slider the prior ${prior}, in grey, and over it the posterior of this image, \u03bc \u00b1 \u03c3 ` +
    "filled; both are drawn equally high. Where they coincide, the dimension carries no information about the image."
  );
}

/**
 * What the numbers of a rate are.
 * @param {Model} model
 */
function rateTitle(model) {
  const divergence = isLearned(model)
    ? "KL(q(z_j|x, c) || p(z_j|c)), c as the image was encoded under"
    : "KL(q(z_j|x) || p(z_j))";
  const point = `${pointText(model, "z_j")} at this z, whose mean over the posterior is the mark.`;
  return `${divergence}, ${KL} The small circle is ${point}`;
}

/**
 * The line under the rows: totals in nats, and how many dimensions are active.
 * @param {Pick<Model, "rate" | "active" | "latent_dim">} model
 * @param {Posterior | null} posterior
 */
export function totalText({ rate, active, latent_dim: size }, posterior) {
  if (!rate) return "The KL is unknown: this model has no stored codes yet.";
  /** @param {ArrayLike<number>} values */
  const total = (values) =>
    fixed(
      Array.from(values).reduce((sum, value) => sum + value, 0),
      1,
    );
  const own = posterior ? ` | ${total(posterior.rate)} this image` : "";
  const count = active
    ? ` ${active.filter(Boolean).length} of ${size} active (variance of \u03bc over the stored codes above ${ACTIVE}).`
    : "";
  return `Total KL: ${total(rate)} nats mean${own}.${count}`;
}

/** @param {HTMLElement} rates @param {HTMLElement} scale */
function createHead(rates, scale) {
  return h(
    "div",
    { className: "row head", ariaHidden: "true" },
    h("span", {}, "Dim"),
    rates,
    scale,
    h("span", { className: "value-title" }, "z"),
  );
}

/**
 * The active dimensions, the line of the threshold, and the collapsed ones, folded; all of them where it is unknown
 * which are active.
 * @param {Row[]} rows
 * @param {Model} model
 * @param {(fold: HTMLDetailsElement) => void} opened called when the fold opens or closes
 */
function listed(rows, { active }, opened) {
  const nodes = (/** @type {Row[]} */ some) => some.map(({ node }) => node);
  if (!active) return nodes(rows);
  const line = h(
    "p",
    { className: "threshold", dataTestid: "threshold", title: THRESHOLD },
    `Active: variance of \u03bc above ${ACTIVE}`,
  );
  const open = [...nodes(rows.filter(({ dim }) => active[dim])), line];
  const collapsed = rows.filter(({ dim }) => !active[dim]);
  if (!collapsed.length) return open;
  const summary = h("summary", {}, `${plural(collapsed.length, "collapsed dimension")}: show`);
  const fold = h("details", { className: "fold" }, summary, ...nodes(collapsed));
  fold.ontoggle = () => opened(fold);
  return [...open, fold];
}

/**
 * Fade the lower edge while rows follow below it.
 * @param {HTMLElement} body
 */
function fadeEdge(body) {
  body.classList.toggle("more", body.scrollTop + body.clientHeight < body.scrollHeight - 4);
}
