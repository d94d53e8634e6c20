/** One sentence for each dimension on which the criteria disagree. */

/** @import { Row } from "./criteria.js" */
/** @import { Thresholds } from "./criteria-of-codes.js" */

import { button, h, setText } from "../../core/dom.js";
import { plural } from "../../core/format.js";
import { list } from "../../core/list.js";
import { line, share } from "./criteria-of-codes.js";

/**
 * Build the list.
 * @param {(dim: number) => void} pick called at a press on a dimension's name
 */
export function createSentences(pick) {
  const head = h("h3", { dataTestid: "criteria-apart" });
  const items = h("ul");
  const note = h("p", { className: "note" });
  return {
    node: h("section", { className: "apart-list" }, head, items, note),
    /** @param {Row[]} rows @param {Thresholds} at @param {number} dim */
    set(rows, at, dim) {
      const apart = rows.filter(({ reason }) => reason);
      setText(
        head,
        apart.length
          ? `The criteria disagree on ${plural(apart.length, "dimension")}`
          : `The criteria agree on all ${rows.length} dimensions`,
      );
      list(items, apart, {
        key: (row) => row.dim,
        make: (row) => createItem(row.dim, pick),
        update: ({ text }, { reason }) => setText(text, reason),
      });
      setText(note, [mixedText(rows, at), varianceText(rows[dim])].filter(Boolean).join(" "));
    },
  };
}

/** @param {number} dim @param {(dim: number) => void} pick */
function createItem(dim, pick) {
  const text = h("span");
  const name = button(`z${dim}`, `criteria-why-${dim}`, "Select", () => pick(dim));
  return { node: h("li", {}, name, text), text };
}

/** @param {Row[]} rows @param {Thresholds} at */
function mixedText(rows, { epsilon, delta }) {
  const mixed = rows.filter(({ result }) => result.kind === "mixed");
  if (!mixed.length) return "";
  const most = mixed.reduce((best, one) => (one.quiet > best.quiet ? one : best));
  const images = `for more than ${share(delta)} and less than ${share(1 - delta)} of the images`;
  return (
    `${plural(mixed.length, "dimension is", "dimensions are")} mixed, neither active nor collapsed: the KL is below ` +
    `${line(epsilon)} nats ${images}, for z${most.dim} ${share(most.quiet)}. The mean over images does not show this.`
  );
}

/** @param {Row | undefined} row */
function varianceText(row) {
  return row ? `z${row.dim}: mean posterior variance ${row.posterior_variance.toFixed(3)} (prior: 1).` : "";
}
