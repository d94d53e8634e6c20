/** The heads of the two columns: which model, and what it is conditioned on. They stay in sight. */

import { h, rich, setOptions, setText } from "../core/dom.js";
import { KINDS } from "./pane.js";

/** @import { Side } from "./pane.js" */

/** @type {Record<string, string>} */
const TROUBLE = { waiting: "no connection to its decoder", refused: "its decoder ended the session" };

/**
 * Build both heads, with `share` at their end; `choose(name)` opens the left model, `chooseSecond(name)` the right.
 * @param {Side[]} sides
 * @param {{ choose(name: string): void, chooseSecond(name: string): void }} opening
 * @param {Node} share
 */
export function createHeads(sides, { choose, chooseSecond }, share) {
  const left = sides[0].store;
  const heads = [
    createHead(KINDS[0], "unconditional", "model-picker", "Unconditional model", choose),
    createHead(KINDS[1], "class-conditional", "second-picker", "Class-conditional model", chooseSecond),
  ];
  left.watch(["more", "model", "opening"], ({ more, model, opening }) => {
    if (more && model) heads[0].offer(Object.keys(more.partners), opening ?? model.name, more.formulas[0]);
  });
  left.watch(["more", "model", "second"], ({ more, model, second }) => {
    if (more && model) heads[1].offer(more.partners[model.name] ?? [], second?.model.name ?? "", more.formulas[1]);
  });
  sides.forEach(({ store }, k) => {
    store.watch(["link", "way"], ({ link, way }) =>
      heads[k].showTrouble((way !== "page" && TROUBLE[link.state]) || ""),
    );
  });
  return h("div", { className: "heads" }, ...heads.map((head) => head.node), share);
}

/**
 * @param {string} kind
 * @param {string} words
 * @param {string} test
 * @param {string} label
 * @param {(name: string) => void} choose
 */
function createHead(kind, words, test, label, choose) {
  const select = h("select", { dataTestid: test, ariaLabel: label, onchange: () => choose(select.value) });
  const trouble = h("span", { className: "trouble", role: "status" });
  const formula = h("span", { className: "formula" });
  return {
    node: h(
      "div",
      { className: "head" },
      h("b", {}, kind),
      select,
      h("span", { className: "label" }, words),
      formula,
      trouble,
    ),
    offer(/** @type {string[]} */ names, /** @type {string} */ chosen, /** @type {string} */ mathml) {
      if (!formula.firstChild) formula.append(rich(mathml));
      setOptions(
        select,
        names.map((name) => [name, name]),
      );
      select.value = chosen;
    },
    showTrouble: (/** @type {string} */ text) => setText(trouble, text),
  };
}
