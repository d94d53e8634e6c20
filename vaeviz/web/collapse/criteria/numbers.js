/** How many dimensions are active by each criterion, and what the whole rate is made of. */

/** @import { CollapsePage } from "../../core/types.js" */
/** @import { Row } from "./criteria.js" */
/** @import { Result, Thresholds } from "./criteria-of-codes.js" */
/** @import { CodesModel } from "./models.js" */

import { h, rich, setText } from "../../core/dom.js";
import { count, fixed } from "../../core/format.js";
import { line, share } from "./criteria-of-codes.js";
import { partsOf } from "./models.js";

/** @type {{ name: string; label: (at: Thresholds) => string; holds: (result: Result) => boolean }[]} */
const COUNTS = [
  {
    name: "active",
    label: ({ variance }) => `Active units (variance above ${line(variance)})`,
    holds: ({ varies }) => varies,
  },
  { name: "informative", label: ({ rate }) => `KL above ${line(rate)} nats`, holds: ({ informs }) => informs },
  { name: "kinds", label: () => "Not collapsed (\u03b5, \u03b4)", holds: ({ kind }) => kind !== "passive" },
  { name: "used", label: ({ use }) => `Decoder effect above ${share(use)}`, holds: ({ used }) => used === true },
];

/**
 * Build the line of counts.
 * @param {CollapsePage} page
 */
export function createNumbers(page) {
  const counts = COUNTS.map(({ name, label, holds }) => {
    const title = h("dt");
    const value = h("strong", { dataTestid: `criteria-${name}` });
    const of = h("span");
    const node = h("div", {}, title, h("dd", {}, value, " ", of));
    return { name, label, holds, title, value, of, node };
  });
  const parts = createParts(page);
  return {
    node: h("div", { className: "counts" }, h("dl", {}, ...counts.map(({ node }) => node)), parts.node),
    /** @param {CodesModel} model @param {Row[]} rows @param {Thresholds} at */
    set(model, rows, at) {
      const mixed = rows.filter(({ result }) => result.kind === "mixed").length;
      for (const { name, label, holds, title, value, of } of counts) {
        const known = name !== "used" || rows.every(({ use }) => use !== null);
        const all = `of ${model.latent}${name === "kinds" && mixed ? `, ${mixed} mixed` : ""}`;
        setText(title, label(at));
        setText(value, known ? String(rows.filter(({ result }) => holds(result)).length) : "\u2013");
        setText(of, known ? all : "not measured");
      }
      parts.set(model);
    },
  };
}

/**
 * The rate as one bar of two parts, with the upper bound of the first.
 * @param {CollapsePage} page
 */
function createParts(page) {
  const [first, second, mark] = ["information", "aggregate", "ceiling"].map((className) => h("i", { className }));
  const bar = h("div", { className: "rate-bar", role: "img" }, first, second, mark);
  const words = h("p", { dataTestid: "criteria-parts" });
  const note = h("p", { className: "note" });
  return {
    node: h("div", { className: "parts" }, words, bar, note),
    /** @param {CodesModel} model */
    set(model) {
      const parts = partsOf(model);
      bar.hidden = !parts;
      if (!parts) {
        setText(words, "The rate of this model cannot be split: no two images have the same condition.");
        setText(note, "");
        return;
      }
      const { total, information, aggregate, ceiling } = parts;
      const end = Math.max(total, ceiling) || 1;
      first.style.width = `${(100 * information) / end}%`;
      second.style.width = `${(100 * aggregate) / end}%`;
      mark.style.left = `${(100 * ceiling) / end}%`;
      words.replaceChildren(
        `Rate ${fixed(total, 2)} nats = mutual information ${fixed(information, 2)} + `,
        rich(page.texts["aggregate-kl"]),
        ` ${fixed(aggregate, 2)}`,
      );
      bar.setAttribute("aria-label", `${words.textContent}; the mutual information is at most ${fixed(ceiling, 2)}`);
      setText(note, noteOf(model, parts));
    },
  };
}

/** @param {CodesModel} model @param {NonNullable<ReturnType<typeof partsOf>>} parts */
function noteOf({ images, learned }, { information, ceiling, samples }) {
  const most = learned
    ? `the mean of ln n over the conditions, ${fixed(ceiling, 2)}`
    : `ln ${count(images)} = ${fixed(ceiling, 2)}`;
  const full = information > ceiling - 0.3 ? " It almost reaches this bound: with more images it would be larger." : "";
  return (
    `The mutual information of image and z is at most ${most} nats (the mark).${full} ` +
    `From ${samples} samples of z; q(z) is the mean over all images.`
  );
}
