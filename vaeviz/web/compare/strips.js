/** The same samples of z through both models: what sets their class? */

import { button, h, press, setText } from "../core/dom.js";
import { readSeed } from "../latents/draws.js";
import { isLearned } from "../latents/prior-text.js";
import { LARGEST_SEED } from "../latents/sampling.js";
import { DRAWS, everyClass, everyDraw, noise } from "./draws.js";
import { createPainting } from "./painting.js";
import { paneOf } from "./pane.js";
import { createRow } from "./row.js";
import { nounOf } from "./words.js";

/**
 * @import { PageStore, State } from "../core/types.js"
 * @import { Side } from "./pane.js"
 * @import { Choosing, View } from "./view.js"
 */

/** Build the section. @param {Side[]} sides @param {View} _ @param {Choosing} choosing */
export function createStrips(sides, _, choosing) {
  const [left, right] = sides.map(({ store }) => store);
  const title = h("h2", {});
  const words = h("p", { className: "note", dataTestid: "draws-words" });
  const panes = [createUnconditional(sides[0], choosing), createConditional(sides[1], choosing)];
  const line = h("div", { className: "tools-line" }, ...createSeed(left, choosing), words);
  const node = h(
    "section",
    { className: "part strips", ariaLabel: "The same samples through both models" },
    title,
    line,
    h("div", { className: "pair" }, ...panes.map((pane) => pane.node)),
  );
  const show = () => {
    const models = [left, right].map((store) => store.get().model);
    node.hidden = !models.every(Boolean);
    if (node.hidden) return;
    const [ours, theirs] = models.map(({ latent_dim: size }) => size);
    setText(words, drawsText([ours, theirs], models.some(isLearned)));
    const rows = noise(left.get().seed, DRAWS, Math.max(ours, theirs));
    for (const pane of panes) pane.show(rows, left.get());
  };
  left.watch(["model", "seed", "drawClass", "draw"], show);
  const stops = [right.watch(["model"], show)];
  left.watch(["model"], ({ model }) =>
    setText(title, `The same ten samples of z, decoded by both: what sets the ${nounOf(model?.class_names ?? [])}?`),
  );
  return { node, close: () => stops.forEach((stop) => stop()) };
}

/**
 * What "the same z" means where the models differ in size, or where a learned prior makes z of the noise.
 * @param {[number, number]} sizes numbers of dimensions
 * @param {boolean} learned
 */
export function drawsText([ours, theirs], learned) {
  const start = "Temperature 1, one seed for both";
  if (ours === theirs && !learned) return `${start}: the same z left and right.`;
  const same =
    ours === theirs
      ? "the same noise"
      : `the same noise, of which the smaller model takes the first ${Math.min(ours, theirs)} numbers`;
  return learned
    ? `${start}: ${same}. It is scaled and shifted to the prior, and each class has its own p(z|c).`
    : `${start}: ${same}.`;
}

/**
 * What the two rows of the conditional model show: all samples as one class, one sample as every class.
 * @param {string} name
 * @param {boolean} learned
 */
export function rowTexts(name, learned) {
  return learned
    ? [`All with c = ${name}: z comes from p(z|c)`, "One sample (marked above), every class: z moves with p(z|c)"]
    : [`All with c = ${name}: c sets the class, z the style`, "One z (marked above), every class: the style stays"];
}

/** The seed, and a button for another one. @param {PageStore} store @param {Choosing} choosing */
function createSeed(store, choosing) {
  const take = () => {
    const typed = readSeed(seed.value);
    if (typed !== null) store.set({ seed: typed });
    else store.set({ say: `A seed is a whole number from 0 to ${LARGEST_SEED}.` });
    seed.value = String(store.get().seed);
  };
  const seed = h("input", {
    className: "typed seed",
    inputMode: "numeric",
    autocomplete: "off",
    ariaLabel: "Seed of the samples",
    dataTestid: "draws-seed",
    onchange: take,
  });
  store.watch(["seed"], ({ seed: value }) => {
    seed.value = String(value);
  });
  const again = button("Resample", "draws-again", "Ten other samples from the prior, with a new seed", () =>
    choosing.resample(),
  );
  return [again, h("label", { className: "draw-part" }, h("span", { className: "label" }, "Seed"), seed)];
}

/** The unconditional model: ten samples, and the one image of a z. @param {Side} side @param {Choosing} choosing */
function createUnconditional(side, choosing) {
  const trouble = h("p", { className: "trouble" });
  const draws = createRow("vae-draw", choosing.choose);
  const one = createRow("vae-one", null);
  const [paintDraws, paintOne] = ["compare-draws", "compare-one"].map((slot) =>
    createPainting(side, slot, (text) => setText(trouble, text)),
  );
  const alone = h(
    "div",
    { className: "alone" },
    one.node,
    h("p", { className: "note" }, "There is no label to change."),
  );
  return {
    node: paneOf(
      side,
      h("h3", {}, "No label: z sets the class too"),
      h("div", { className: "class-line" }, h("span", { className: "label" }, "unconditional")),
      draws.node,
      h("h3", {}, "One z (marked above) gives one image"),
      alone,
      trouble,
    ),
    show(/** @type {Float64Array[]} */ rows, /** @type {Readonly<State>} */ { draw }) {
      const { model } = side.store.get();
      draws.name(
        rows.map((_, i) => ({ label: `Sample ${i + 1}`, text: "" })),
        draw,
      );
      one.name([{ label: `The image of sample ${draw + 1}`, text: "" }], null);
      paintDraws.show(draws.canvases, everyDraw(model, rows, null));
      paintOne.show(one.canvases, everyClass(model, rows[draw]));
    },
  };
}

/** The conditional model: ten samples as a class, one as every class. @param {Side} side @param {Choosing} choosing */
function createConditional(side, choosing) {
  const trouble = h("p", { className: "trouble" });
  const [caption, second] = [h("h3", {}), h("h3", {})];
  const draws = createRow("cvae-draw", choosing.choose);
  const every = createRow("cvae-class", choosing.setClass);
  const [paintDraws, paintEvery] = ["compare-draws", "compare-classes"].map((slot) =>
    createPainting(side, slot, (text) => setText(trouble, text)),
  );
  return {
    node: paneOf(side, caption, createClassChips(side, choosing), draws.node, second, every.node, trouble),
    show(/** @type {Float64Array[]} */ rows, /** @type {Readonly<State>} */ { draw, drawClass }) {
      const { model } = side.store.get();
      /** @type {string[]} */
      const names = model.condition?.names ?? [];
      const label = drawClass !== null && drawClass < names.length ? drawClass : 0; // that of the left model
      rowTexts(names[label], isLearned(model)).forEach((text, i) => setText([caption, second][i], text));
      draws.name(
        rows.map((_, i) => ({ label: `Sample ${i + 1}, c = ${names[label]}`, text: "" })),
        draw,
      );
      every.name(
        names.map((name) => ({ label: `Sample ${draw + 1}, c = ${name}`, text: name })),
        label,
      );
      paintDraws.show(draws.canvases, everyDraw(model, rows, label));
      paintEvery.show(every.canvases, everyClass(model, rows[draw]));
    },
  };
}

/** The class of all samples. @param {Side} side @param {Choosing} choosing */
function createClassChips({ page, store }, choosing) {
  const node = h("div", { className: "class-line chips", role: "group", ariaLabel: "Class of all samples" });
  const show = (/** @type {Readonly<State>} */ { drawClass }) =>
    [...node.querySelectorAll("button")].forEach((one, i) => press(one, i === (drawClass ?? 0)));
  store.watch(["model"], ({ model }) => {
    /** @type {string[]} */
    const names = model?.condition?.names ?? [];
    node.replaceChildren(
      h("span", { className: "label", ariaHidden: "true" }, "c ="),
      ...names.map((name, label) =>
        button(name, `draws-class-${label}`, `Decode all samples as ${name}`, () => choosing.setClass(label), {
          className: "chip",
        }),
      ),
    );
    show(page.get());
  });
  page.watch(["drawClass"], show);
  return node;
}
