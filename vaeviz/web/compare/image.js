/** One image through both models: what goes in, the KL of its code, what comes out. */

import { button, h, setOptions, setText } from "../core/dom.js";
import { count, fixed } from "../core/format.js";
import { paint } from "../core/paint.js";
import { fetchOriginal } from "../map/card.js";
import { codeSource } from "../map/codes.js";
import { createBars, scaleOf } from "./bars.js";
import { ownOf, total } from "./own-code.js";
import { createPainting } from "./painting.js";
import { paneOf } from "./pane.js";
import { boundText, missingText } from "./words.js";

/**
 * @import { Codes, Model, PageStore, State } from "../core/types.js"
 * @import { Scale } from "./bars.js"
 * @import { OwnCode } from "./own-code.js"
 * @import { Found, Side } from "./pane.js"
 * @import { Choosing, View } from "./view.js"
 */

/** Build the section. @param {Side[]} sides @param {View} view @param {Choosing} choosing */
export function createImage(sides, view, choosing) {
  const panes = sides.map((side) => createPane(side));
  const node = h(
    "section",
    { className: "part image", ariaLabel: "One image in both models" },
    h("h2", {}, "One image, encoded by both models: how many nats does z need?"),
    createControls(sides[0].store, view, choosing),
    h("div", { className: "pair" }, ...panes.map((pane) => pane.node)),
  );
  const show = () => {
    const states = sides.map(({ store }) => store.get());
    node.hidden = !states.every(({ model }) => model);
    if (node.hidden) return;
    const { image } = view.get();
    const owns = states.map(({ model, codes }, k) => image && codes && ownOf(model, codes, image[k]));
    const scale = scaleOf(
      states.map(({ model }) => model),
      owns.map((own) => own?.rate ?? null),
    );
    panes.forEach((pane, k) => pane.show(owns[k], image?.[k] ?? null, scale));
  };
  view.watch(["image"], show);
  const stops = sides.map(({ store }) => store.watch(["model", "codes", "codesError"], show));
  return { node, close: () => stops.forEach((stop) => stop()) };
}

/**
 * Which image: the next, the one before, or any of a class.
 * @param {PageStore} store
 * @param {View} view
 * @param {Choosing} choosing
 */
function createControls(store, view, choosing) {
  const name = h("b", { className: "which", dataTestid: "image-name" });
  const any = () => choosing.any(select.value === "" ? null : Number(select.value));
  const select = h("select", { dataTestid: "image-class", ariaLabel: "Class of another image", onchange: any });
  const buttons = [
    button("\u2190", "image-previous", "The image before this one", () => choosing.step(-1), {
      ariaLabel: "Previous image",
    }),
    button("\u2192", "image-next", "The image after this one", () => choosing.step(1), { ariaLabel: "Next image" }),
    button("Another", "image-another", "Any image of the class chosen beside this button", any),
  ];
  store.watch(["model"], ({ model }) => {
    /** @type {[string, string][]} */
    const options = (model?.class_names ?? []).map((text, label) => [String(label), `of class ${text}`]);
    setOptions(select, [["", "of any class"], ...options]);
  });
  view.watch(["image", "pairs"], ({ image }) => {
    const { codes, model } = store.get();
    for (const one of [...buttons, select]) one.disabled = !image;
    setText(name, image && codes ? codeSource(codes, image[0], model.class_names).text : "");
  });
  return h(
    "div",
    { className: "tools-line" },
    h("div", { className: "group", role: "group", ariaLabel: "Image" }, ...buttons),
    select,
    name,
  );
}

/** What one model does with the image. @param {Side} side */
function createPane(side) {
  const { store, k } = side;
  const input = createFigure(`original-${k}`, "Original image");
  const output = createFigure(`reconstruction-${k}`, "Reconstruction");
  const outputs = [output.canvas];
  const bars = createBars(`bars-${k}`);
  const [now, mean, bound, fetching, trouble] = ["now", "average", "bound", "fetching", "trouble"].map((name) =>
    h("p", { className: name, dataTestid: `${name}-${k}` }),
  );
  const painting = createPainting(side, "compare-image", (text) => setText(trouble, text));
  const middle = h("div", { className: "rates" }, h("div", { className: "kl-totals" }, now, mean), bars.node);
  /** @type {number | null} */
  let wanted = null; // the code whose original is fetched

  async function fetchInput(/** @type {number | null} */ i) {
    const state = store.get();
    wanted = i;
    const pixels = i === null ? null : await fetchOriginal(state, i);
    if (wanted !== i || store.get().codes !== state.codes) return;
    input.canvas.hidden = !pixels;
    if (pixels) paint(input.canvas, pixels, state.model.image_shape);
    const missing = !pixels && i !== null && state.codes;
    const [why, remedy] = missing ? missingText(missing, side.found()) : ["", ""];
    setText(input.note, why);
    setText(fetching, k ? "" : remedy); // once for both: they are of one data set
  }
  return {
    node: paneOf(side, h("div", { className: "pipeline" }, input.node, middle, output.node), bound, fetching, trouble),
    /** @param {OwnCode | null} code @param {number | null} i its index @param {Scale} scale */
    show(code, i, scale) {
      const { model, codes } = store.get();
      const label = model.condition && codes && i !== null ? `, c = ${model.condition.names[codes.labels[i]]}` : "";
      setText(input.caption, `x${label}`);
      setText(output.caption, `decoded${label}`);
      setText(now, code ? `${fixed(total(code.rate), 1)} nats for this image` : "");
      setText(mean, meanText(model, codes));
      setText(bound, boundText(side.found().figures, Boolean(model.condition)));
      setText(trouble, reasonText(store.get(), side.found()));
      output.canvas.hidden = !code;
      bars.show(model, code?.rate ?? null, scale);
      if (code) painting.show(outputs, { z: code.z, c: code.c, n: 1 });
      fetchInput(i);
    },
  };
}

/** @param {string} test @param {string} label */
function createFigure(test, label) {
  const canvas = h("canvas", {
    className: "crisp",
    role: "img",
    ariaLabel: label,
    dataTestid: test,
    width: 28,
    height: 28,
  });
  const caption = h("figcaption", {});
  const note = h("span", { className: "note" });
  return { canvas, caption, note, node: h("figure", {}, h("div", { className: "canvas" }, canvas, note), caption) };
}

/** The mean KL, and over what it is the mean. @param {Model} model @param {Codes | null} codes */
function meanText({ rate }, codes) {
  if (!rate || !codes) return "";
  return `${fixed(total(rate), 1)} nats on average over the ${count(codes.n)} stored ${codes.split} images`;
}

/** Why a model has no code of the image. @param {Readonly<State>} state @param {Found} found */
export function reasonText({ model, codesError }, { encode }) {
  const problem = codesError || model.problem;
  if (problem) return problem;
  if (model.has_codes) return "";
  const lacking = `${model.name} has no stored codes, so no map and no code of the image; the samples need none.`;
  return `${lacking} To compute them: ${encode}`;
}
