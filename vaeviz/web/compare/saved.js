/** The closing sentences: how many nats the label saved. */

import { h } from "../core/dom.js";
import { total } from "./own-code.js";
import { savedWords } from "./words.js";

/**
 * @import { Side } from "./pane.js"
 * @import { View } from "./view.js"
 * @import { ModelFigures } from "./words.js"
 */

/** Build the section. @param {Side[]} sides @param {View} view */
export function createSaved(sides, view) {
  const words = h("div", { className: "saved-words", dataTestid: "saved" });
  const node = h(
    "section",
    { className: "part saved", ariaLabel: "What the label saved" },
    h("h2", {}, "What the label saved"),
    words,
  );
  const show = () => {
    const [left, right] = sides.map(({ store }) => store.get());
    const { codes } = left;
    node.hidden = !left.model || !right.model || !codes;
    if (node.hidden || !codes) return;
    const [plain, conditional] = sides.map(figuresOf);
    const classes = right.model.condition?.names.length ?? 0;
    const lines = savedWords({ plain, conditional, classes, n: codes.n, split: codes.split });
    node.hidden = !lines.length;
    words.replaceChildren(...lines.map((text) => h("p", {}, text)));
  };
  view.watch(["pairs"], show);
  const stops = sides.map(({ store }) => store.watch(["model", "codes"], show));
  return { node, close: () => stops.forEach((stop) => stop()) };
}

/** @param {Side} side @returns {ModelFigures} */
function figuresOf({ store, found }) {
  const { model } = store.get();
  const { figures } = found();
  return {
    rate: model.rate ? total(model.rate) : null,
    distortion: figures?.distortion ?? null,
    bound: figures ? figures.rate + figures.distortion : null,
    latent: model.latent_dim,
  };
}
