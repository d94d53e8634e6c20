/** The pad: one row a dimension, ordered by rate; bar, slider and bells are one thing. Directions stand below. */

import { h, setText } from "../core/dom.js";
import { fixed } from "../core/format.js";
import { reachOf, unitText } from "./axis.js";
import { ACTIVE, pointText } from "./bar.js";
import { createNumbers } from "./curves.js";
import { createDirectionRows } from "./direction-rows.js";
import { createFold } from "./fold.js";
import { priorAt } from "./gaussian.js";
import { canResetDim } from "./moves.js";
import { byRate } from "./order.js";
import { isLearned, priorText } from "./prior-text.js";
import { createRow } from "./row.js";

const MANY = 16; // rows above which they stand closer
const RATE =
  "what one dimension says about an image, in nats. The bar and the first number are the mean over the stored codes, which were encoded from grey pixels: slightly other than what `evaluate` says of binarised ones. The mark and the second number are this image.";
const POINT = "at this very z, whose mean over the posterior is the mark.";

/** Build the pad; it rebuilds its rows when the model changes and otherwise only moves them. */
export function createPad(store, actions) {
  const body = h("div", { className: "rows" });
  const totals = h("span");
  const prior = h("span", { className: "which" });
  const scale = h("span", { className: "z-title" });
  const rates = h("span", { className: "rate-title" }, "rate, nats:\ndata mean | this image");
  let rows = [];
  let drawn = null; // the prior behind the rows

  store.watch(["model"], ({ model }) => {
    if (!model) return;
    const reach = reachOf(model);
    drawn = null;
    rows = byRate(model).map((dim) => createRow(dim, model, reach, actions, pointAt));
    const folded = rows.filter(({ dim }) => model.active && !model.active[dim]);
    const open = rows.filter((row) => !folded.includes(row));
    scale.replaceChildren(
      unitText(model).short,
      createNumbers(reach, (k) => fixed(k, 0)),
    );
    rates.title = rateTitle(model);
    body.classList.toggle("dense", rows.length > MANY);
    body.replaceChildren(...open.map(({ node }) => node), ...createFold(folded, Boolean(model.active), opened));
  });
  store.watch(["model", "c"], ({ model, c }) => {
    if (!model || drawn === priorAt(model, c)) return;
    drawn = priorAt(model, c);
    rows.forEach((row) => row.expect(drawn));
    scale.title = `${unitText(model).long} ${bellsText(priorText(model, c))}`;
    setText(prior, isLearned(model) ? `Prior: ${priorText(model, c)}.` : "");
  });
  store.watch(["model", "z", "c", "locks"], (state) =>
    rows.forEach((row) => row.place(state.z[row.dim], canResetDim(state, row.dim))),
  );
  store.watch(["model", "locks"], ({ locks }) => rows.forEach((row) => row.hold(locks.includes(row.dim))));
  store.watch(["model", "pointed"], ({ pointed }) => rows.forEach((row) => row.light(row.dim === pointed)));
  store.watch(["model", "posterior"], ({ model, posterior }) => {
    rows.forEach((row) => row.show(posterior));
    if (model) setText(totals, totalText(model, posterior));
  });
  body.onscroll = () => cue(body);
  new ResizeObserver(() => cue(body)).observe(body);

  function opened(node) {
    if (node.open) body.scrollTop = node.offsetTop - body.offsetTop; // as far as it goes: nothing where all rows have room
    cue(body);
  }
  /** The hand is on `dim`; when it leaves, what has the focus is pointed at, if it is a row. */
  function pointAt(dim) {
    const focused = dim === null ? rows.find(({ node }) => node.matches(":focus-within")) : null;
    store.set({ pointed: dim ?? focused?.dim ?? null });
  }
  return h(
    "section",
    { className: "pad", ariaLabel: "Latent dimensions" },
    createHead(rates, scale),
    body,
    createDirectionRows(store, actions),
    h("p", { className: "totals" }, totals, " ", prior),
  );
}

/** What is drawn behind the sliders. */
function bellsText(prior) {
  return `Behind each slider the prior ${prior}, in grey, and over it the posterior of this image, \u03bc \u00b1 \u03c3 filled; both are drawn equally high. Where they coincide the image says nothing about the dimension.`;
}

/** What the numbers of a rate are. */
function rateTitle(model) {
  const divergence = isLearned(model)
    ? "KL(q(z_j|x, c) || p(z_j|c)), c as the image was encoded under"
    : "KL(q(z_j|x) || p(z_j))";
  return `${divergence}: ${RATE} The small circle is ${pointText(model, "z_j")} ${POINT}`;
}

/** The line under the rows: totals in nats, and what counts as active. */
export function totalText({ rate, active, latent_dim: size }, posterior) {
  if (!rate) return "Rates are unknown: this model has no stored codes yet.";
  const total = (values) =>
    fixed(
      values.reduce((sum, value) => sum + value, 0),
      1,
    );
  const own = posterior ? ` | ${total(posterior.rate)} this image` : "";
  const living = active
    ? ` ${active.filter(Boolean).length} of ${size} active (variance of \u03bc over the stored codes above ${ACTIVE}).`
    : "";
  return `Total rate: ${total(rate)} nats data-set mean${own}.${living}`;
}

function createHead(rates, scale) {
  return h(
    "div",
    { className: "row head", ariaHidden: "true" },
    h("span", {}, "dim"),
    rates,
    scale,
    h("span", { className: "value-title" }, "z"),
  );
}

/** Fade the lower edge while rows follow below it. */
function cue(body) {
  body.classList.toggle("more", body.scrollTop + body.clientHeight < body.scrollHeight - 4);
}
