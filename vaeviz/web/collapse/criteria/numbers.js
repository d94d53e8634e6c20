/** How many dimensions live by each criterion, and what the whole rate is made of. */

import { h, rich, setText } from "../../core/dom.js";
import { count, fixed } from "../../core/format.js";
import { partsOf } from "./models.js";

const COUNTS = [
  ["active", "Mean varies", ({ varies }) => varies],
  ["informative", "Rate above", ({ informs }) => informs],
  ["kinds", "Not collapsed (\u03b5, \u03b4)", ({ kind }) => kind !== "passive"],
  ["used", "Decoder uses it", ({ used }) => used === true],
];

/** Build the line for `page`; `set(model, found, at)` writes it. */
export function createNumbers(page) {
  const counts = COUNTS.map(([name, label, holds]) => {
    const value = h("strong", { dataTestid: `criteria-${name}` });
    const of = h("span", {});
    return { name, holds, value, of, node: h("div", {}, h("dt", {}, label), h("dd", {}, value, " ", of)) };
  });
  const parts = createParts(page);
  return {
    node: h("div", { className: "counts" }, h("dl", {}, ...counts.map(({ node }) => node)), parts.node),
    set(model, found) {
      const mixed = found.filter(({ verdict }) => verdict.kind === "mixed").length;
      for (const { name, holds, value, of } of counts) {
        const known = name !== "used" || found.every(({ use }) => use !== null);
        setText(value, known ? String(found.filter(({ verdict }) => holds(verdict)).length) : "\u2013");
        setText(
          of,
          known ? `of ${model.latent}${name === "kinds" && mixed ? `, ${mixed} mixed` : ""}` : "not measured",
        );
      }
      parts.set(model);
    },
  };
}

/** The rate as one bar of two parts, with the ceiling of the first. */
function createParts(page) {
  const [told, rest, mark] = ["told", "rest", "ceiling"].map((className) => h("i", { className }));
  const bar = h("div", { className: "rate-bar", role: "img" }, told, rest, mark);
  const words = h("p", { dataTestid: "criteria-parts" });
  const note = h("p", { className: "note" });
  return {
    node: h("div", { className: "parts" }, words, bar, note),
    set(model) {
      const parts = partsOf(model);
      bar.hidden = !parts;
      if (!parts) {
        setText(words, "The rate of this model cannot be split: no two images were told the same.");
        setText(note, "");
        return;
      }
      const { total, information, aggregate, ceiling, samples } = parts;
      const end = Math.max(total, ceiling) || 1;
      told.style.width = `${(100 * information) / end}%`;
      rest.style.width = `${(100 * aggregate) / end}%`;
      mark.style.left = `${(100 * ceiling) / end}%`;
      words.replaceChildren(
        `Rate ${fixed(total, 2)} nats = mutual information ${fixed(information, 2)} + `,
        rich(page.texts["aggregate-kl"]),
        ` ${fixed(aggregate, 2)}`,
      );
      bar.setAttribute("aria-label", `${words.textContent}; at most ${fixed(ceiling, 2)} can be mutual information`);
      setText(note, noteOf(model, parts, samples));
    },
  };
}

function noteOf({ images, learned }, { information, ceiling }, samples) {
  const most = learned
    ? `the mean of ln n over the conditions, ${fixed(ceiling, 2)}`
    : `ln ${count(images)} = ${fixed(ceiling, 2)}`;
  const full =
    information > ceiling - 0.3 ? " It is all but reached: more images would tell more of the rate apart." : "";
  return `What tells images apart can be at most ${most} nats (the mark).${full} From ${samples} draws of z; q(z) is the mean over all images.`;
}
