/** The same draws of z through both models: who decides what class it is? */

import { readSeed } from "../latents/draws.js";
import { isLearned } from "../latents/prior-text.js";
import { LARGEST_SEED } from "../latents/sampling.js";
import { button, h, press, setText } from "../core/dom.js";
import { DRAWS, everyClass, everyDraw, noise } from "./draws.js";
import { createPainting } from "./painting.js";
import { paneOf } from "./pane.js";
import { createRow } from "./row.js";
import { nounOf } from "./words.js";

/** Build the section. */
export function createStrips(sides, _, choosing) {
  const [left, right] = sides.map(({ store }) => store);
  const title = h("h2", {});
  const words = h("p", { className: "note", dataTestid: "draws-words" });
  const panes = [createPlain(sides[0], choosing), createTold(sides[1], choosing)];
  const line = h("div", { className: "tools-line" }, ...createSeed(left, choosing), words);
  const node = h(
    "section",
    { className: "part strips", ariaLabel: "The same draws through both models" },
    title,
    line,
    h("div", { className: "pair" }, ...panes.map((pane) => pane.node)),
  );
  const show = () => {
    const models = [left, right].map((store) => store.get().model);
    node.hidden = !models.every(Boolean);
    if (node.hidden) return;
    const sizes = models.map(({ latent_dim: size }) => size);
    setText(words, drawsText(sizes, models.some(isLearned)));
    const rows = noise(left.get().seed, DRAWS, Math.max(...sizes));
    panes.forEach((pane) => pane.show(rows, left.get()));
  };
  left.watch(["model", "seed", "drawClass", "draw"], show);
  const stops = [right.watch(["model"], show)];
  left.watch(["model"], ({ model }) =>
    setText(title, `The same ten draws of z: what decides which ${nounOf(model?.class_names ?? [])} it is?`),
  );
  return { node, close: () => stops.forEach((stop) => stop()) };
}

/** What "the same z" means where the models differ in size, or where a learned prior makes z of the numbers. */
export function drawsText([ours, theirs], learned) {
  const drawn = "Temperature 1, one seed for both";
  if (ours === theirs && !learned) return `${drawn}: the very same z left and right.`;
  const taken =
    ours === theirs
      ? "the same numbers"
      : `the same numbers, of which the smaller model takes the first ${Math.min(ours, theirs)}`;
  return learned
    ? `${drawn}: ${taken}. They are deviations from the prior\u2019s mean, and p(z|c) has one for each class.`
    : `${drawn}: ${taken}.`;
}

/** What the two rows of the told model show, all draws told one class and one draw told every class. */
export function toldTexts(name, learned) {
  if (learned)
    return [
      `All told ${name}: z comes from p(z|c) of that class`,
      "One draw, marked above, told every class: p(z|c) moves z along",
    ];
  return [
    `All told ${name}: the class is the label\u2019s, z is left with the style`,
    "One z, marked above, told every class: one handwriting",
  ];
}

/** The seed, and another one. */
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
    ariaLabel: "Seed of the draws",
    dataTestid: "draws-seed",
    onchange: take,
  });
  store.watch(["seed"], ({ seed: value }) => (seed.value = String(value)));
  const again = button("draw again", "draws-again", "Ten other draws from the prior, by a new seed", () =>
    choosing.redraw(),
  );
  return [again, h("label", { className: "draw-part" }, h("span", { className: "label" }, "seed"), seed)];
}

/** The model that is told nothing: ten draws, and the one picture that a z can give. */
function createPlain(side, choosing) {
  const trouble = h("p", { className: "trouble" });
  const draws = createRow("plain-draw", choosing.hold);
  const one = createRow("plain-one", null);
  const [paintDraws, paintOne] = ["compare-draws", "compare-one"].map((slot) =>
    createPainting(side, slot, (text) => setText(trouble, text)),
  );
  const caption = h("h3", {}, "Nothing is told: the class is in z");
  const second = h("h3", {}, "One z, marked above, gives one picture");
  const alone = h(
    "div",
    { className: "alone" },
    one.node,
    h("p", { className: "note" }, "There is no label to change."),
  );
  return {
    node: paneOf(
      side,
      caption,
      h("div", { className: "told-line" }, h("span", { className: "label" }, "told nothing")),
      draws.node,
      second,
      alone,
      trouble,
    ),
    show(rows, { draw }) {
      const { model } = side.store.get();
      draws.name(
        rows.map((_, i) => ({ label: `Draw ${i + 1}`, text: "" })),
        draw,
      );
      one.name([{ label: `The picture of draw ${draw + 1}`, text: "" }], null);
      paintDraws.show(draws.canvases, everyDraw(model, rows, null));
      paintOne.show(one.canvases, everyClass(model, rows[draw]));
    },
  };
}

/** The model that is told a class: ten draws told one class, one draw told every class. */
function createTold(side, choosing) {
  const trouble = h("p", { className: "trouble" });
  const [caption, second] = [h("h3", {}), h("h3", {})];
  const chips = createLabels(side, choosing);
  const draws = createRow("told-draw", choosing.hold);
  const every = createRow("told-class", choosing.tell);
  const [paintDraws, paintEvery] = ["compare-draws", "compare-classes"].map((slot) =>
    createPainting(side, slot, (text) => setText(trouble, text)),
  );
  return {
    node: paneOf(side, caption, chips, draws.node, second, every.node, trouble),
    show(rows, { draw, drawClass: told }) {
      const { model } = side.store.get();
      const names = model.condition.names;
      const label = told !== null && told < names.length ? told : 0; // the left model may be gone already
      toldTexts(names[label], isLearned(model)).forEach((text, i) => setText([caption, second][i], text));
      draws.name(
        rows.map((_, i) => ({ label: `Draw ${i + 1}, told ${names[label]}`, text: "" })),
        draw,
      );
      every.name(
        names.map((name) => ({ label: `Draw ${draw + 1}, told ${name}`, text: name })),
        label,
      );
      paintDraws.show(draws.canvases, everyDraw(model, rows, label));
      paintEvery.show(every.canvases, everyClass(model, rows[draw]));
    },
  };
}

/** The class that all draws are told. */
function createLabels({ page, store }, choosing) {
  const node = h("div", { className: "told-line chips", role: "group", ariaLabel: "Class that all draws are told" });
  const show = ({ drawClass: told }) =>
    [...node.querySelectorAll("button")].forEach((one, i) => press(one, i === (told ?? 0)));
  store.watch(["model"], ({ model }) => {
    const names = model?.condition?.names ?? [];
    node.replaceChildren(
      h("span", { className: "label", ariaHidden: "true" }, "told"),
      ...names.map((name, label) =>
        button(name, `told-${label}`, `Tell all draws ${name}`, () => choosing.tell(label), { className: "chip" }),
      ),
    );
    show(page.get());
  });
  page.watch(["drawClass"], show);
  return node;
}
