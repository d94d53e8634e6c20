/** The table of remedies with what it shows in words, and why there is none. */

import { button, h, setText } from "../../core/dom.js";
import { count, plural } from "../../core/format.js";
import { list } from "../../core/list.js";
import { priced } from "./rows.js";
import { conclusions } from "./sentence.js";
import { createTable } from "./table.js";

/** @import { CollapseSchema } from "../../core/types.js" */
/** @import { Row, Table } from "./rows.js" */
/** @import { Take } from "./table.js" */

/** @param {CollapseSchema} schema @param {Take} take @param {(text: string) => void} sort */
export function createResults({ thresholds }, take, sort) {
  const table = createTable(take, sort);
  const words = h("ul", { className: "race-words", dataTestid: "race-words" });
  const source = h("p", { className: "note", dataTestid: "race-table-source" });
  const missing = h("p", { className: "note" });
  const again = button("Try again", "race-again", null, null);
  const trouble = h("div", { className: "missing", hidden: true }, missing, again);
  const title = h("h2", {}, "What each remedy cost, and how many dimensions it kept");
  const usual = {
    active_threshold: thresholds.properties.variance.default,
    kl_threshold: thresholds.properties.rate.default,
  };
  return {
    node: h("section", { className: "race-results" }, title, words, table.node, source, trouble),
    /** Show why there is no table, if there is a reason. @param {string} text @param {(() => void) | null} [retry] */
    trouble(text, retry = null) {
      trouble.hidden = !text;
      setText(missing, text);
      again.hidden = !retry;
      again.onclick = retry;
    },
    /** @param {{ shipped: Row[], own: Row[], by: string, facts: Table | null }} results - by: the order of the rows */
    set({ shipped, own, by, facts }) {
      const rows = [...shipped, ...own];
      table.node.hidden = !rows.length;
      if (rows.length) table.set(rows, by, unitsOf(facts ?? usual));
      const sentences = shipped.length && facts ? conclusions(priced(shipped), facts) : [];
      list(words, sentences, { key: (text) => text, make: (text) => h("li", {}, text) });
      setText(source, facts ? sourceOf(facts) : "");
    },
  };
}

/**
 * The criteria under the columns' names.
 * @param {Pick<Table, "active_threshold" | "kl_threshold"> & Partial<Table>} facts @returns {Record<string, string>}
 */
function unitsOf({ active_threshold: variance, kl_threshold: rate, images }) {
  const most = images ? `, at most ${Math.log(images).toFixed(1)}` : "";
  return { active: `Var \u03bc > ${variance}`, active_kl: `KL > ${rate} nats`, information: `nats${most}` };
}

/** @param {Table} facts */
function sourceOf({ seeds, steps, dataset, images, trained_on: trained, command, hardware }) {
  return [
    `Means of ${plural(seeds.length, "seed")}; under each the standard deviation, the least and the greatest.`,
    `${count(steps)} steps on ${count(trained)} ${dataset} of the training split,`,
    `measured on the ${count(images)} of the test split with one z each.`,
    "The likelihood is a Gaussian density of grey levels, so a bound may be above 0.",
    `Made by \u201c${command}\u201d on ${hardware}.`,
  ].join(" ");
}
