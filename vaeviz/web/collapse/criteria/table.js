/** A row per dimension: the measure of each criterion as a bar, the threshold across it, and the kind. */

/** @import { Row } from "./criteria.js" */
/** @import { Result, Thresholds } from "./criteria-of-codes.js" */
/** @import { CodesModel } from "./models.js" */

import { button, h, press, setText } from "../../core/dom.js";
import { list } from "../../core/list.js";
import { figure, share } from "./criteria-of-codes.js";
import { KINDS } from "./curves.js";
import { byRate } from "./models.js";

const FLOOR = 1e-4; // where the logarithmic bars begin

/**
 * A criterion: the measure, its threshold, the ends of its logarithmic scale (null: a share as it is), and its result.
 * @typedef {object} Column
 * @property {"mu_variance" | "rate" | "quiet" | "use"} name
 * @property {keyof Thresholds} by
 * @property {string} title
 * @property {[number, number] | null} ends
 * @property {(value: number) => string} write
 * @property {(result: Result) => boolean | null} active
 */

/** @type {Column[]} */
const COLUMNS = [
  {
    name: "mu_variance",
    by: "variance",
    title: "Variance of the mean",
    ends: [FLOOR, 3],
    write: figure,
    active: ({ varies }) => varies,
  },
  { name: "rate", by: "rate", title: "KL, nats", ends: [FLOOR, 10], write: figure, active: ({ informs }) => informs },
  {
    name: "quiet",
    by: "delta",
    title: "Images below \u03b5",
    ends: null,
    write: share,
    active: ({ kind }) => (kind === "mixed" ? null : kind === "active"),
  },
  { name: "use", by: "use", title: "Decoder effect", ends: [FLOOR, 1], write: share, active: ({ used }) => used },
];

/**
 * Where `value` is on a column's scale, 0 to 1.
 * @param {Column} column
 * @param {number} value
 */
function along({ ends }, value) {
  if (!ends) return Math.min(1, Math.max(0, value));
  const [low, high] = ends.map(Math.log);
  return Math.min(1, Math.max(0, (Math.log(Math.max(value, ends[0])) - low) / (high - low)));
}

/**
 * Build the table.
 * @param {(dim: number) => void} pick called at a press on a dimension's name
 */
export function createTable(pick) {
  const body = h("tbody");
  const heads = COLUMNS.map(({ title, ends }) =>
    h("th", { scope: "col" }, title, h("small", {}, ends ? "log scale" : "")),
  );
  const first = h("th", { scope: "col", title: "Dimension of z" }, "Dim.");
  const node = h(
    "table",
    { dataTestid: "criteria-table" },
    h("thead", {}, h("tr", {}, first, ...heads, h("th", { scope: "col" }, "Kind"))),
    body,
  );
  return {
    node,
    /** @param {CodesModel} model @param {Row[]} rows @param {Thresholds} at @param {number} dim */
    set(model, rows, at, dim) {
      for (const column of COLUMNS)
        node.style.setProperty(`--at-${column.by}`, `${100 * along(column, at[column.by])}%`);
      list(body, byRate(model), {
        key: (own) => own,
        make: (own) => createRow(own, pick),
        update: (row, own) => row.set(rows[own], own === dim),
      });
    },
  };
}

/** @param {number} dim @param {(dim: number) => void} pick */
function createRow(dim, pick) {
  const name = button(`z${dim}`, `criteria-dim-${dim}`, "Select", () => pick(dim));
  const cells = COLUMNS.map(({ by }) => {
    const bar = h("i");
    const text = h("span");
    return { bar, text, node: h("td", { className: `by-${by}` }, h("div", {}, bar, text)) };
  });
  const kind = h("td", { className: "kind" });
  const node = h(
    "tr",
    { dataTestid: `criteria-row-${dim}` },
    h("th", { scope: "row" }, name),
    ...cells.map((cell) => cell.node),
    kind,
  );
  return {
    node,
    /** @param {Row} row @param {boolean} chosen */
    set(row, chosen) {
      const { result } = row;
      COLUMNS.forEach((column, i) => {
        const { bar, text, node: cell } = cells[i];
        const value = row[column.name];
        setText(text, value === null ? "\u2013" : column.write(value));
        bar.style.width = value === null ? "0" : `${100 * along(column, value)}%`;
        cell.dataset.active = String(column.active(result));
      });
      setText(kind, KINDS[result.kind].text);
      kind.dataset.kind = result.kind;
      node.classList.toggle("apart", result.disagree);
      node.classList.toggle("chosen", chosen);
      press(name, chosen);
      name.setAttribute("aria-label", `z${dim}${result.disagree ? ", the criteria disagree" : ""}`);
    },
  };
}
