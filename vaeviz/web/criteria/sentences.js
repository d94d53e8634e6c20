/** Where the criteria disagree, a sentence a dimension. */

import { button, h, setText } from "../shell/dom.js";
import { plural } from "../shell/format.js";
import { line, share } from "./verdicts.js";

/** Build the list; `pick(dim)` hears of a press on a dimension's name. */
export function createSentences(pick) {
  const head = h("h3", { dataTestid: "criteria-apart" });
  const list = h("ul");
  const mixed = h("p", { className: "note" });
  let told = "";
  return {
    node: h("section", { className: "apart-list" }, head, list, mixed),
    set(found, at, dim) {
      const apart = found.filter(({ why }) => why);
      setText(head, apart.length ? `The criteria disagree on ${plural(apart.length, "dimension")}` : `The criteria agree on all ${found.length} dimensions`);
      const now = JSON.stringify(apart.map(({ dim: own, why }) => [own, why]));
      if (now !== told) list.replaceChildren(...apart.map((one) => item(one, pick)));
      told = now;
      setText(mixed, [mixedWords(found, at), ofOne(found[dim])].filter(Boolean).join(" "));
    },
  };
}

function item({ dim, why }, pick) {
  return h("li", {}, button(`z${dim}`, `criteria-why-${dim}`, "Pick it out", () => pick(dim)), h("span", {}, why));
}

function mixedWords(found, { epsilon, delta }) {
  const mixed = found.filter(({ verdict }) => verdict.kind === "mixed");
  if (!mixed.length) return "";
  const most = mixed.reduce((best, one) => (one.quiet > best.quiet ? one : best));
  return `${plural(mixed.length, "dimension is", "dimensions are")} mixed, neither alive nor dead: quiet (below ${line(epsilon)} nats) for more than ${share(delta)} of the images and for less than ${share(1 - delta)}, z${most.dim} for ${share(most.quiet)}. A mean over images does not show that.`;
}

function ofOne(one) {
  return one ? `z${one.dim}: posterior variance ${one.posterior_variance.toFixed(3)} in the mean (1 is the prior's).` : "";
}
