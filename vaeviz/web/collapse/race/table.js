/** The table of remedies: a row a remedy and a row a side of the visitor's own races; a click on a column sorts by it. */

import { button, h, setText } from "../../core/dom.js";
import { count, fixed, plural } from "../../core/format.js";
import { COLUMNS, nextSort, priced, sorted } from "./rows.js";

const DIGITS = { elbo: 2, cost: 2, rate: 2, information: 2, distortion: 2, active: 1, active_kl: 1, seconds: 0 };

/** Build the table; `take(lane, settings)` puts a row's settings on a side, `sort(text)` keeps the order. */
export function createTable({ take, sort }) {
  const heads = COLUMNS.map((column) => headOf(column, sort));
  const body = h("tbody");
  const row = h(
    "tr",
    {},
    h("th", { scope: "col" }, "Remedy"),
    ...heads.map(({ node }) => node),
    h("th", { scope: "col" }, h("span", { className: "unseen" }, "Race it")),
  );
  const table = h("table", { dataTestid: "race-table" }, h("thead", {}, row), body);
  let shown = { rows: [], by: null }; // an unchanged table is left alone: a hand may be on it
  return {
    node: h("div", { className: "race-table", tabIndex: 0, role: "region", ariaLabel: "Table of remedies" }, table),
    set(rows, by, thresholds) {
      heads.forEach((head) => head.set(by, thresholds));
      if (shown.by === by && rows.length === shown.rows.length && rows.every((row, i) => row === shown.rows[i])) return;
      shown = { rows, by };
      const all = priced(rows);
      body.replaceChildren(...sorted(all, by).map((one) => rowOf(one, one.cost.mean === 0, take)));
    },
  };
}

function headOf(column, sort) {
  const { name, title, unit, hint } = column;
  const small = h("small", {}, unit);
  const press = button(title, `race-sort-${name}`, hint || null, null);
  const node = h("th", { scope: "col" }, press, small);
  return {
    node,
    set(by, thresholds) {
      press.onclick = () => sort(nextSort(by, column));
      const way = by === name ? "ascending" : by === `-${name}` ? "descending" : "none";
      node.setAttribute("aria-sort", way);
      if (thresholds[name]) setText(small, thresholds[name]);
    },
  };
}

function rowOf(row, best, take) {
  const cells = COLUMNS.map(({ name }) =>
    h("td", { className: name }, best && name === "elbo" ? h("i", {}, "best ") : null, ...figureOf(row, name)),
  );
  const side = (lane) =>
    button(
      lane.toUpperCase(),
      `race-take-${lane}-${row.key}`,
      `Put ${row.title} on side ${lane.toUpperCase()}`,
      () => take(lane, row.settings),
      { ariaLabel: `Put ${row.title} on side ${lane.toUpperCase()}` },
    );
  const trained = row.own
    ? [
        h(
          "small",
          {},
          `your race: ${count(row.steps)} steps, ${plural(row.seeds, "seed")}${row.note && `; ${row.note}`}`,
        ),
      ]
    : [h("small", {}, row.note)];
  const name = h("th", { scope: "row" }, row.title, ...trained);
  return h(
    "tr",
    {
      className: `${row.own ? "own" : ""} ${best ? "best" : ""}`.trim(),
      dataTestid: `race-row-${row.own ? "own" : row.key}`,
    },
    name,
    ...cells,
    h("td", { className: "race-take" }, h("span", { className: "group" }, side("a"), side("b"))),
  );
}

/** The mean, and under it the standard deviation over seeds, then the least and the greatest of them. */
function figureOf(row, name) {
  const { mean, sd, min, max, n } = row[name];
  const digits = DIGITS[name];
  const write = (value) => (Number.isFinite(value) ? fixed(Math.abs(value) < 0.005 ? 0 : value, digits) : "\u2013");
  const of = name.startsWith("active") ? ` of ${row.settings.latent}` : "";
  const spread = n > 1 ? [`\u00b1 ${write(sd)}`, `${write(min)} to ${write(max)}`] : [""];
  return [h("b", {}, `${write(mean)}`), of, ...spread.map((text) => h("small", {}, text))];
}
