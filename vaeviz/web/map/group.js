/** One group of the selection panel: its size, what it looks like, its classes, its KL, and what to do with it. */

import { isLearned } from "../latents/prior-text.js";
import { paint } from "../core/paint.js";
import { afterFrame, button, h, setText } from "../core/dom.js";
import { conditionText, count, fixed } from "../core/format.js";
import { sameNumbers } from "../latents/place.js";
import { base64url } from "./grid.js";
import { SEEN, averageImage, rowsOf } from "./group-mean.js";
import { LETTERS, conditionOf, membersOf, summaryOf } from "./selection.js";

/** @import { Actions, Many, Model, PageStore, Selection, State } from "../core/types.js" */
/** @import { Summary } from "./selection.js" */

const KINDS = ["npz", "csv"];
const BARS = 3; // classes by number; the others are one line

/**
 * Build the card of group k.
 * @param {PageStore} store
 * @param {Actions} actions
 * @param {Many} many
 * @param {number} k 0 is A, 1 is B
 */
export function createGroup(store, actions, many, k) {
  const letter = LETTERS[k];
  const total = h("span", { className: "total", dataTestid: `group-count-${letter}` });
  const [ofMean, average] = [createImage(`group-of-mean-${letter}`), createImage(`group-mean-of-${letter}`)];
  const bars = h("ul", {
    className: "bars",
    ariaLabel: `Classes in group ${letter}`,
    dataTestid: `group-classes-${letter}`,
  });
  const rate = h("p", { className: "rate", dataTestid: `group-rate-${letter}` });
  const goToMean = () => actions.goToMean(k);
  const node = h(
    "section",
    { className: `selected ${letter}`, ariaLabel: `Group ${letter}`, dataTestid: `group-${letter}`, hidden: true },
    h(
      "div",
      { className: "line" },
      h("b", { className: "badge", ariaHidden: "true" }, letter),
      total,
      button("mean", `group-go-${letter}`, `Go to the mean code of group ${letter}`, goToMean),
      button("\u00d7", `group-clear-${letter}`, `Clear group ${letter}`, clear, { ariaLabel: `Clear group ${letter}` }),
    ),
    h("div", { className: "looks" }, ofMean.node, average.node, bars),
    rate,
    h("div", { className: "line" }, ...createFiles(store, k)),
  );
  /** Clear the group; the focus goes on to the other group's button, or to the map. */
  function clear() {
    actions.clearSelection(k);
    const other = node.parentElement?.querySelector(".selected:not([hidden]) [data-testid^=group-clear]");
    const next = other ?? node.closest(".map")?.querySelector("canvas[tabindex]");
    if (next instanceof HTMLElement) next.focus({ preventScroll: true });
  }
  /** @type {{members: Uint32Array, condition: Float32Array}} the condition is that of the mean */
  let shown = { members: new Uint32Array(0), condition: new Float32Array(0) };
  const decode = afterFrame(async () => {
    const { codes, model, c } = store.get();
    const { members, condition } = shown;
    if (!codes || !members.length || membersOf(store.get(), k) !== members) return;
    const [z, conditions, n] = rowsOf({ codes, model, c }, members, condition);
    const pixels = await many(`group-${letter.toLowerCase()}`, z, conditions, n).catch((error) => {
      store.set({ say: `Group ${letter} could not be decoded: ${error.message}` });
      return null;
    });
    if (!pixels || membersOf(store.get(), k) !== members) return;
    const size = pixels.length / n;
    paint(ofMean.canvas, pixels.subarray(0, size), model.image_shape);
    paint(average.canvas, averageImage(pixels.subarray(size), n - 1), model.image_shape);
  });

  store.watch(["selections", "codes", "model", "c"], (state) => {
    const { codes, model } = state;
    const members = membersOf(state, k);
    node.hidden = !members.length;
    if (!codes || !members.length) {
      shown = { ...shown, members };
      return;
    }
    const summary = summaryOf(codes, members, model);
    const condition = conditionOf(state, summary);
    if (members === shown.members && sameNumbers(condition, shown.condition)) return;
    shown = { members, condition };
    describe(model, summary, condition);
    decode();
  });
  /** @type {(model: Model, summary: Summary, condition: Float32Array) => void} */
  function describe(model, summary, condition) {
    setText(total, `${count(summary.n)} ${summary.n === 1 ? "code" : "codes"}`);
    const under = model.condition ? `, c = ${conditionText(condition, model.condition.names)}` : "";
    const seen = Math.min(SEEN, summary.n);
    const own = model.condition ? `, each under its own ${model.condition.kind}` : "";
    ofMean.caption(`mean${under}`, `The image of group ${letter}'s mean code${under}`);
    average.caption("average", `The average of the images of ${seen} codes of group ${letter}${own}`);
    bars.replaceChildren(...classLines(summary.counts, model.class_names).map(barOf));
    setText(rate, rateText(summary, model));
    const kl = isLearned(model) ? "KL(q(z|x, c) || p(z|c)), each under its own c" : "KL(q(z|x) || p(z))";
    const each = Array.from(summary.rate, (one, dim) => `z${dim} ${fixed(one)}`).join(", ");
    rate.title = `Mean over the codes of ${kl}; ${each}`;
  }
  return node;
}

/**
 * The links to the members as files.
 * @param {PageStore} store
 * @param {number} k
 */
function createFiles(store, k) {
  const letter = LETTERS[k];
  const links = KINDS.map((kind) =>
    h(
      "a",
      {
        className: "file",
        dataTestid: `group-${kind}-${letter}`,
        download: "",
        ariaLabel: `Download group ${letter} as .${kind}`,
        title: "Codes of the members, their labels and places on the map",
      },
      `.${kind}`,
    ),
  );
  store.watch(["selections", "here"], ({ selections, here }) => {
    const selection = selections[k];
    if (!selection || !here) return;
    links.forEach((link, i) => {
      link.href = exportAddress(here, KINDS[i], selection, letter);
    });
  });
  return links;
}

/** @param {string} test */
function createImage(test) {
  const canvas = h("canvas", { className: "crisp", role: "img", dataTestid: test });
  const text = h("figcaption", {});
  return {
    canvas,
    node: h("figure", {}, canvas, text),
    /** @type {(short: string, full: string) => void} */
    caption(short, full) {
      setText(text, short);
      canvas.setAttribute("aria-label", full);
      text.title = full;
    },
  };
}

/**
 * Names and numbers of the classes that are there, most first; what is left over is one line, so that they add up.
 * @param {readonly number[]} counts
 * @param {readonly string[]} names
 */
export function classLines(counts, names) {
  const own = counts.map((number, i) => ({ name: names[i], number })).filter(({ number }) => number > 0);
  own.sort((a, b) => b.number - a.number);
  if (own.length <= BARS + 1) return own;
  const rest = own.slice(BARS);
  return [...own.slice(0, BARS), { name: "others", number: rest.reduce((sum, { number }) => sum + number, 0) }];
}

/**
 * One class; its bar is its share of the group.
 * @param {{name: string, number: number}} line
 * @param {number} _
 * @param {readonly {number: number}[]} all
 */
function barOf({ name, number }, _, all) {
  const share = number / all.reduce((sum, line) => sum + line.number, 0);
  return h(
    "li",
    { style: `--share: ${Math.round(100 * share)}%` },
    h("span", { className: "name", title: name }, name),
    h("span", { className: "number" }, count(number)),
  );
}

/**
 * The group's mean KL against that of the data set.
 * @type {(summary: Pick<Summary, "total">, model: Pick<Model, "rate">) => string}
 */
export function rateText({ total }, { rate }) {
  const all = rate?.reduce((sum, one) => sum + one, 0);
  return `KL: ${fixed(total, 1)} nats on average${all === undefined ? "" : ` (data set ${fixed(all, 1)})`}`;
}

/**
 * The URL of the members as a file, named after the group's letter: the server looks by the same rule.
 * @type {(here: State["here"], kind: string, selection: Selection, letter: string) => string}
 */
export function exportAddress({ endpoints, token }, kind, { map, polygon }, letter) {
  const corners = base64url(Float32Array.from(polygon).buffer);
  const query = new URLSearchParams({ token, map, polygon: corners, group: letter });
  return `${endpoints.export}.${kind}?${query}`;
}
