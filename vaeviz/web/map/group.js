/** One group of the selection panel: how many, what they look like, their classes, their rate, and what to do with them. */

import { isLearned } from "../latents/prior-text.js";
import { paint } from "../core/paint.js";
import { afterFrame, button, h, setText } from "../core/dom.js";
import { conditionText, count, fixed } from "../core/format.js";
import { base64url } from "./grid.js";
import { SEEN, meanPicture, rowsOf } from "./group-mean.js";
import { LETTERS, membersOf, summaryOf, toldOf } from "./selection.js";

const KINDS = ["npz", "csv"];
const BARS = 4; // classes by number; the others are one line

/** Build the card of group k. */
export function createGroup(store, actions, many, k) {
  const letter = LETTERS[k];
  const total = h("span", { className: "total", dataTestid: `group-count-${letter}` });
  const [ofMean, meanOf] = [thumb(`group-of-mean-${letter}`), thumb(`group-mean-of-${letter}`)];
  const bars = h("ul", {
    className: "bars",
    ariaLabel: `Classes in group ${letter}`,
    dataTestid: `group-classes-${letter}`,
  });
  const rate = h("p", { className: "rate", dataTestid: `group-rate-${letter}` });
  const links = createFiles(store, k);
  const node = h(
    "section",
    { className: `selected ${letter}`, ariaLabel: `Group ${letter}`, dataTestid: `group-${letter}`, hidden: true },
    h("div", { className: "line" }, h("b", { className: "badge", ariaHidden: "true" }, letter), total, ...links),
    h("div", { className: "looks" }, ofMean.node, meanOf.node, bars),
    rate,
    h(
      "div",
      { className: "line" },
      button("go to its mean", `group-go-${letter}`, `Go to the mean code of group ${letter}`, () =>
        actions.goToMean(k),
      ),
      button("clear", `group-clear-${letter}`, null, clear, { ariaLabel: `Clear group ${letter}` }),
    ),
  );
  /** Let the group go; the focus goes on to the other group's button, or to the map. */
  function clear() {
    actions.clearSelection(k);
    const other = node.parentElement.querySelector(".selected:not([hidden]) [data-testid^=group-clear]");
    (other ?? node.closest(".map").querySelector("canvas[tabindex]")).focus({ preventScroll: true });
  }
  let members = null;
  let told = null; // the condition under which the mean is decoded
  const decode = afterFrame(async () => {
    const state = store.get();
    if (!members?.length || membersOf(state, k) !== members) return;
    const [z, c, n] = rowsOf(state, members, told);
    const pixels = await many(`group-${letter.toLowerCase()}`, z, c, n).catch((error) =>
      store.set({ say: `Group ${letter} could not be decoded: ${error.message}` }),
    );
    if (!pixels || membersOf(store.get(), k) !== members) return;
    const shape = state.model.image_shape;
    const size = pixels.length / n;
    paint(ofMean.canvas, pixels.subarray(0, size), shape);
    paint(meanOf.canvas, meanPicture(pixels.subarray(size), n - 1), shape);
  });

  store.watch(["selections", "codes", "model", "c"], (state) => {
    const now = membersOf(state, k);
    node.hidden = !now.length;
    if (node.hidden) return void (members = null);
    const summary = summaryOf(state.codes, now, state.model);
    const under = toldOf(state, summary);
    const same = now === members && under.every((weight, i) => weight === told[i]);
    [members, told] = [now, under];
    if (same) return;
    describe(state, summary);
    decode();
  });
  function describe({ model }, summary) {
    setText(total, `${count(summary.n)} ${summary.n === 1 ? "code" : "codes"}`);
    const as = model.condition ? `, c = ${conditionText(told, model.condition.names)}` : "";
    const seen = Math.min(SEEN, summary.n);
    ofMean.caption(as ? `mean${as}` : "mean code", `The picture of group ${letter}'s mean code${as}`);
    meanOf.caption(
      seen === 1 ? "itself" : `mean of ${seen}`,
      `The mean of the pictures of ${seen} of group ${letter}${model.condition ? `, each under its own ${model.condition.kind}` : ""}`,
    );
    bars.replaceChildren(...classLines(summary.counts, model.class_names).map(barOf));
    setText(rate, rateText(summary, model));
    rate.title = `Mean over the codes of ${isLearned(model) ? "KL(q(z|x, c) || p(z|c)), each under its own c" : "KL(q(z|x) || p(z))"}; ${[...summary.rate].map((one, dim) => `z${dim} ${fixed(one)}`).join(", ")}`;
  }
  return node;
}

/** The links to the members as files. */
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
    if (selections[k] && here)
      links.forEach((link, i) => (link.href = exportAddress(here, KINDS[i], selections[k], letter)));
  });
  return links;
}

function thumb(test) {
  const canvas = h("canvas", { className: "crisp", role: "img", dataTestid: test });
  const text = h("figcaption", {});
  return {
    canvas,
    node: h("figure", {}, canvas, text),
    caption(short, full) {
      setText(text, short);
      canvas.setAttribute("aria-label", full);
      text.title = full;
    },
  };
}

/** Names and numbers of the classes that are there, most first; what is left over is one line, so that they add up. */
export function classLines(counts, names) {
  const own = counts.map((number, i) => ({ name: names[i], number })).filter(({ number }) => number > 0);
  own.sort((a, b) => b.number - a.number);
  if (own.length <= BARS + 1) return own;
  const rest = own.slice(BARS);
  return [...own.slice(0, BARS), { name: "others", number: rest.reduce((sum, { number }) => sum + number, 0) }];
}

/** One class; its bar is its share of the group. */
function barOf({ name, number }, _, all) {
  const share = number / all.reduce((sum, line) => sum + line.number, 0);
  return h(
    "li",
    { style: `--share: ${Math.round(100 * share)}%` },
    h("span", { className: "name", title: name }, name),
    h("span", { className: "number" }, count(number)),
  );
}

/** The group's mean rate against that of the data set. */
export function rateText({ total }, { rate }) {
  const all = rate
    ? `, mean of the data set ${fixed(
        rate.reduce((sum, one) => sum + one, 0),
        1,
      )}`
    : "";
  return `Rate: mean of the group ${fixed(total, 1)} nats${all}`;
}

/** Where the members come from as a file, named after the group's letter: the server looks by the same rule. */
export function exportAddress({ endpoints, token }, kind, { map, polygon }, letter) {
  const text = base64url(Float32Array.from(polygon).buffer);
  return `${endpoints.export}.${kind}?token=${encodeURIComponent(token)}&map=${encodeURIComponent(map)}&polygon=${text}&group=${letter}`;
}
