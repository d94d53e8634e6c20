/** One image through both models: what goes in, what z says of it in nats, what comes out. */

import { fetchOriginal } from "../map/card.js";
import { codeSource } from "../map/codes.js";
import { paint } from "../core/paint.js";
import { button, h, setOptions, setText } from "../core/dom.js";
import { count, fixed } from "../core/format.js";
import { createBars, scaleOf } from "./bars.js";
import { ownOf, total } from "./own-code.js";
import { createPainting } from "./painting.js";
import { paneOf } from "./pane.js";
import { boundText, missingText, nounOf } from "./words.js";

/** Build the section; `choosing` is what a visitor may do with the view. */
export function createImage(sides, view, choosing) {
  const title = h("h2", {});
  const panes = sides.map((side) => createPane(side));
  const node = h(
    "section",
    { className: "part image", ariaLabel: "One image in both models" },
    title,
    createControls(sides[0], view, choosing),
    h("div", { className: "pair" }, ...panes.map((pane) => pane.node)),
  );
  const models = () => sides.map(({ store }) => store.get().model);
  const show = () => {
    node.hidden = !models().every(Boolean);
    if (node.hidden) return;
    const { image } = view.get();
    const owns = sides.map(({ store }, k) => image && ownOf(store.get().model, store.get().codes, image[k]));
    const scale = scaleOf(
      models(),
      owns.map((own) => own?.rate ?? null),
    );
    panes.forEach((pane, k) => pane.show(owns[k], image?.[k] ?? null, scale));
  };
  view.watch(["image"], show);
  const stops = sides.flatMap((side) => [
    side.store.watch(["model", "codes", "codesError"], show),
    side.watchFound(show),
  ]);
  sides[0].store.watch(["model"], ({ model }) =>
    setText(title, `The same ${nounOf(model?.class_names ?? [])}, coded twice: how much must z say?`),
  );
  return { node, close: () => stops.forEach((stop) => stop()) };
}

/** Which image: by name, one after the other, or some of a class. */
function createControls({ store }, view, choosing) {
  const name = h("b", { className: "which", dataTestid: "image-name" });
  const select = h("select", { dataTestid: "image-class", ariaLabel: "Class of another image" });
  const buttons = [
    button("\u2190", "image-previous", "The image before this one", () => choosing.step(-1), {
      ariaLabel: "Previous image",
    }),
    button("\u2192", "image-next", "The image after this one", () => choosing.step(1), { ariaLabel: "Next image" }),
    button("another", "image-another", "Some image of the class chosen beside it", () =>
      choosing.some(select.value === "" ? null : Number(select.value)),
    ),
  ];
  select.onchange = () => buttons[2].click();
  store.watch(["model"], ({ model }) => {
    setOptions(select, [
      ["", "of any class"],
      ...(model?.class_names ?? []).map((text, label) => [String(label), `of class ${text}`]),
    ]);
  });
  view.watch(["image", "pairs"], ({ image }) => {
    const { codes, model } = store.get();
    for (const one of [...buttons, select]) one.disabled = !image;
    setText(name, image ? codeSource(codes, image[0], model.class_names).text : "");
  });
  return h(
    "div",
    { className: "tools-line" },
    h("div", { className: "group", role: "group", ariaLabel: "Image" }, ...buttons),
    select,
    name,
  );
}

/** What one model makes of the image. */
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
  const middle = h("div", { className: "said-by-z" }, h("div", { className: "kl-totals" }, now, mean), bars.node);
  let wanted = null; // the code whose original is fetched

  async function fetchInput(i) {
    const state = store.get();
    wanted = i;
    const pixels = i === null ? null : await fetchOriginal(state, i);
    if (wanted !== i || store.get().codes !== state.codes) return;
    input.canvas.hidden = !pixels;
    if (pixels) paint(input.canvas, pixels, state.model.image_shape);
    const [why, way] = pixels || i === null ? ["", ""] : missingText(state.codes, side.found());
    setText(input.note, why);
    setText(fetching, k ? "" : way); // once for both: they are of one data set
  }
  return {
    node: paneOf(side, h("div", { className: "pipeline" }, input.node, middle, output.node), bound, fetching, trouble),
    show(code, i, scale) {
      const { model, codes } = store.get();
      const class_ = code && model.condition ? model.condition.names[codes.labels[i]] : null;
      setText(input.caption, class_ === null ? "x" : `x, c = ${class_}`);
      setText(output.caption, class_ === null ? "from z" : `from z, c = ${class_}`);
      setText(now, code ? `${fixed(total(code.rate), 1)} nats for this image` : "");
      setText(mean, meanText(model, codes));
      setText(bound, boundText(side.found().figures, Boolean(model.condition)));
      setText(trouble, whyNone(store.get(), side.found()));
      output.canvas.hidden = !code;
      bars.show(model, code?.rate ?? null, scale);
      if (code) painting.show(outputs, { z: code.z, c: code.c, n: 1 });
      fetchInput(i);
    },
  };
}

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

/** The mean of what z says, and of what it is the mean. */
export function meanText({ rate }, codes) {
  if (!rate || !codes) return "";
  return `${fixed(total(rate), 1)} nats on average over the ${count(codes.n)} stored ${codes.split} images`;
}

/** Why a model has no code of the image; `encode` is the command that makes its codes. */
export function whyNone({ model, codesError }, { encode }) {
  if (codesError || model.problem) return codesError || model.problem;
  return model.has_codes
    ? ""
    : `${model.name} has no stored codes, so no map and no code of the image; the draws below work without them. To make them: ${encode}`;
}
