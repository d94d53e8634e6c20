/** A row a dimension: what was measured by each criterion as a bar, the threshold across it, and the verdict. */

import { button, h, press, setText } from "../../core/dom.js";
import { byRate } from "./models.js";
import { figure, share } from "./criteria-of-codes.js";

const FLOOR = 1e-4; // where the logarithmic bars begin
const COLUMNS = [
  {
    name: "mu_variance",
    by: "variance",
    title: "Variance of the mean",
    ends: [FLOOR, 3],
    write: figure,
    alive: ({ varies }) => varies,
  },
  { name: "rate", by: "rate", title: "Rate, nats", ends: [FLOOR, 10], write: figure, alive: ({ informs }) => informs },
  {
    name: "quiet",
    by: "delta",
    title: "Images below \u03b5",
    ends: null,
    write: share,
    alive: ({ kind }) => (kind === "mixed" ? null : kind === "active"),
  },
  { name: "use", by: "use", title: "Use by the decoder", ends: [FLOOR, 1], write: share, alive: ({ used }) => used },
];

/** Where `value` is on a column's scale, 0 to 1: logarithmic between its ends, or a share as it is. */
export function along({ ends }, value) {
  if (!ends) return Math.min(1, Math.max(0, value));
  const [low, high] = ends.map(Math.log);
  return Math.min(1, Math.max(0, (Math.log(Math.max(value, ends[0])) - low) / (high - low)));
}

/** Build the table; `pick(dim)` hears of a press on a dimension's name. */
export function createTable(pick) {
  const body = h("tbody");
  const heads = COLUMNS.map(({ title, ends }) =>
    h("th", { scope: "col" }, title, h("small", {}, ends ? "log scale" : "")),
  );
  const node = h(
    "table",
    { dataTestid: "criteria-table" },
    h(
      "thead",
      {},
      h(
        "tr",
        {},
        h("th", { scope: "col", title: "Dimension of z" }, "Dim."),
        ...heads,
        h("th", { scope: "col" }, "Kind"),
      ),
    ),
    body,
  );
  let rows = [];
  let shown = null;
  return {
    node,
    set(model, found, at, dim) {
      if (model !== shown) {
        rows = byRate(model).map((own) => createRow(own, pick));
        body.replaceChildren(...rows.map((row) => row.node));
        shown = model;
      }
      for (const { by, ...column } of COLUMNS) node.style.setProperty(`--at-${by}`, `${100 * along(column, at[by])}%`);
      for (const row of rows) row.set(found[row.dim], row.dim === dim);
    },
  };
}

function createRow(dim, pick) {
  const name = button(`z${dim}`, `criteria-dim-${dim}`, "Pick it out", () => pick(dim));
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
    dim,
    node,
    set(found, chosen) {
      const { verdict } = found;
      COLUMNS.forEach((column, i) => {
        const { bar, text, node: cell } = cells[i];
        const value = found[column.name];
        setText(text, value === null ? "\u2013" : column.write(value));
        bar.style.width = value === null ? "0" : `${100 * along(column, value)}%`;
        cell.dataset.alive = String(column.alive(verdict));
      });
      setText(kind, verdict.kind);
      kind.dataset.kind = verdict.kind;
      node.classList.toggle("apart", verdict.disagree);
      node.classList.toggle("chosen", chosen);
      press(name, chosen);
      name.setAttribute("aria-label", `z${dim}${verdict.disagree ? ", the criteria disagree" : ""}`);
    },
  };
}
