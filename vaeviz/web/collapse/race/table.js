/** The table of remedies: a row per remedy and per side of the visitor's own races; a click on a column sorts by it. */

import { button, h, setText } from "../../core/dom.js";
import { count, fixed, plural } from "../../core/format.js";
import { SIDES } from "../run/keys.js";
import { COLUMNS, nextSort, priced, sorted } from "./rows.js";

/** @import { Settings } from "../../core/types.js" */
/** @import { Column, PricedRow, Row } from "./rows.js" */

/** Puts a row's settings on a side. @typedef {(side: string, settings: Settings) => void} Take */

const DIGITS = { elbo: 2, cost: 2, rate: 2, information: 2, distortion: 2, active: 1, active_kl: 1, seconds: 0 };
const COUNTS = new Set(["active", "active_kl"]); // of dimensions

/**
 * Build the table; `sort(text)` is called with the order that a click asks for.
 * @param {Take} take @param {(text: string) => void} sort
 */
export function createTable(take, sort) {
  const heads = COLUMNS.map((column) => headOf(column, sort));
  const body = h("tbody");
  const row = h(
    "tr",
    {},
    h("th", { scope: "col" }, "Remedy"),
    ...heads.map(({ node }) => node),
    h("th", { scope: "col" }, h("span", { className: "unseen" }, "Side")),
  );
  const table = h("table", { dataTestid: "race-table" }, h("thead", {}, row), body);
  /** @type {{ rows: Row[], by: string | null }} */
  let shown = { rows: [], by: null }; // an unchanged table is left alone: the pointer may be on it
  return {
    node: h("div", { className: "race-table", tabIndex: 0, role: "region", ariaLabel: "Table of remedies" }, table),
    /** @param {Row[]} rows @param {string} by @param {Record<string, string>} units */
    set(rows, by, units) {
      for (const head of heads) head.set(by, units);
      if (shown.by === by && rows.length === shown.rows.length && rows.every((one, i) => one === shown.rows[i])) return;
      shown = { rows, by };
      body.replaceChildren(...sorted(priced(rows), by).map((one) => rowOf(one, take)));
    },
  };
}

/** @param {Column} column @param {(text: string) => void} sort */
function headOf(column, sort) {
  const { name, title, unit, hint } = column;
  const small = h("small", {}, unit);
  const press = button(title, `race-sort-${name}`, hint, null);
  const node = h("th", { scope: "col" }, press, small);
  return {
    node,
    /** @param {string} by @param {Record<string, string>} units */
    set(by, units) {
      press.onclick = () => sort(nextSort(by, column));
      node.setAttribute("aria-sort", by === name ? "ascending" : by === `-${name}` ? "descending" : "none");
      if (units[name]) setText(small, units[name]);
    },
  };
}

/** @param {PricedRow} row @param {Take} take */
function rowOf(row, take) {
  const best = row.cost.mean === 0;
  const cells = COLUMNS.map(({ name }) =>
    h("td", { className: name }, best && name === "elbo" ? h("i", {}, "best ") : null, ...figureOf(row, name)),
  );
  const buttons = SIDES.map((side) => {
    const title = `Put ${row.title} on side ${side.toUpperCase()}`;
    const set = () => take(side, row.settings);
    return button(side.toUpperCase(), `race-take-${side}-${row.key}`, title, set, { ariaLabel: title });
  });
  const note = row.note && `; ${row.note}`;
  const trained = row.own ? `your race: ${count(row.steps)} steps, ${plural(row.seeds, "seed")}${note}` : row.note;
  const className = `${row.own ? "own" : ""} ${best ? "best" : ""}`.trim();
  return h(
    "tr",
    { className, dataTestid: `race-row-${row.own ? "own" : row.key}` },
    h("th", { scope: "row" }, row.title, h("small", {}, trained)),
    ...cells,
    h("td", { className: "race-take" }, h("span", { className: "group" }, ...buttons)),
  );
}

/**
 * The mean, and under it the standard deviation over seeds, then the least and the greatest.
 * @param {PricedRow} row @param {Column["name"]} name
 */
function figureOf(row, name) {
  const { mean, sd, min, max, n } = row[name];
  const write = (/** @type {number} */ value) =>
    Number.isFinite(value) ? fixed(Math.abs(value) < 0.005 ? 0 : value, DIGITS[name]) : "\u2013";
  const spread = n > 1 ? [`\u00b1 ${write(sd)}`, `${write(min)} to ${write(max)}`] : [""];
  return [
    h("b", {}, write(mean)),
    COUNTS.has(name) ? ` of ${row.settings.latent}` : "",
    ...spread.map((text) => h("small", {}, text)),
  ];
}
