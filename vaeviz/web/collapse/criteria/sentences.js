/** One sentence for each dimension on which the criteria disagree. */

import { button, h, setText } from "../../core/dom.js";
import { plural } from "../../core/format.js";
import { line, share } from "./criteria-of-codes.js";

/** Build the list; a press on a dimension's name calls `pick(dim)`. */
export function createSentences(pick) {
  const head = h("h3", { dataTestid: "criteria-apart" });
  const list = h("ul");
  const mixed = h("p", { className: "note" });
  let shown = "";
  return {
    node: h("section", { className: "apart-list" }, head, list, mixed),
    set(found, at, dim) {
      const apart = found.filter(({ why }) => why);
      setText(
        head,
        apart.length
          ? `The criteria disagree on ${plural(apart.length, "dimension")}`
          : `The criteria agree on all ${found.length} dimensions`,
      );
      const now = JSON.stringify(apart.map(({ dim: index, why }) => [index, why]));
      if (now !== shown) list.replaceChildren(...apart.map((one) => item(one, pick)));
      shown = now;
      setText(mixed, [mixedWords(found, at), ofOne(found[dim])].filter(Boolean).join(" "));
    },
  };
}

function item({ dim, why }, pick) {
  return h(
    "li",
    {},
    button(`z${dim}`, `criteria-why-${dim}`, "Select", () => pick(dim)),
    h("span", {}, why),
  );
}

function mixedWords(found, { epsilon, delta }) {
  const mixed = found.filter(({ verdict }) => verdict.kind === "mixed");
  if (!mixed.length) return "";
  const most = mixed.reduce((best, one) => (one.quiet > best.quiet ? one : best));
  return `${plural(mixed.length, "dimension is", "dimensions are")} mixed, neither active nor collapsed: the KL is below ${line(epsilon)} nats for more than ${share(delta)} and less than ${share(1 - delta)} of the images, for z${most.dim} ${share(most.quiet)}. The mean over images does not show this.`;
}

function ofOne(one) {
  return one ? `z${one.dim}: mean posterior variance ${one.posterior_variance.toFixed(3)} (prior: 1).` : "";
}
