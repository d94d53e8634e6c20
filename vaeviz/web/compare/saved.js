/** The closing sentences: what the label saved. */

import { h } from "../core/dom.js";
import { total } from "./own-code.js";
import { savedWords } from "./words.js";

/** Build the section. */
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
    node.hidden = !left.model || !right.model || !left.codes;
    if (node.hidden) return;
    const [plain, told] = sides.map((side) => factsOf(side));
    const said = savedWords({
      plain,
      told,
      classes: right.model.condition.names.length,
      n: left.codes.n,
      split: left.codes.split,
    });
    node.hidden = !said.length;
    words.replaceChildren(...said.map((text) => h("p", {}, text)));
  };
  view.watch(["pairs"], show);
  const stops = sides.flatMap((side) => [side.store.watch(["model", "codes"], show), side.watchFound(show)]);
  return { node, close: () => stops.forEach((stop) => stop()) };
}

function factsOf({ store, found }) {
  const { model } = store.get();
  const { figures } = found();
  return {
    rate: model.rate ? total(model.rate) : null,
    distortion: figures?.distortion ?? null,
    bound: figures ? figures.rate + figures.distortion : null,
    latent: model.latent_dim,
  };
}
