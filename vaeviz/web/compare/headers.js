/** The heads of the two columns: which model, and what it is told. They stay in sight. */

import { h, rich, setOptions, setText } from "../core/dom.js";
import { KINDS } from "./pane.js";

const TROUBLE = { waiting: "no connection to its decoder", refused: "its decoder ended the session" };

/** Build both heads, with `share` at their end; `choose(name)` asks for the left model, `chooseSecond(name)` for the right one. */
export function createHeads(sides, { choose, chooseSecond }, share) {
  const [left, right] = sides.map(({ store }) => store);
  const plain = createHead(
    KINDS[0],
    "is not told the class",
    "model-picker",
    "Model that is not told the class",
    choose,
  );
  const told = createHead(
    KINDS[1],
    "is told the class c",
    "second-picker",
    "Model that is told the class",
    chooseSecond,
  );
  left.watch(["more", "model", "opening"], ({ more, model, opening }) => {
    if (more && model) plain.offer(Object.keys(more.partners), opening ?? model.name, more.formulas[0]);
  });
  left.watch(["more", "model", "second"], ({ more, model, second }) => {
    if (more && model) told.offer(more.partners[model.name] ?? [], second?.model.name ?? "", more.formulas[1]);
  });
  sides.forEach(({ store }, k) =>
    store.watch(["link", "way"], ({ link, way }) =>
      [plain, told][k].trouble((way !== "page" && TROUBLE[link.state]) || ""),
    ),
  );
  return h("div", { className: "heads" }, plain.node, told.node, share);
}

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
    offer(names, chosen, mathml) {
      if (!formula.firstChild) formula.append(rich(mathml));
      setOptions(
        select,
        names.map((name) => [name, name]),
      );
      select.value = chosen;
    },
    trouble: (text) => setText(trouble, text),
  };
}
