/** The price list: every decoder and remedy, its rate as a bar and what it loses; a press trains it. */

import { button, h, press, setText } from "../../core/dom.js";
import { fixed } from "../../core/format.js";
import { lossText } from "./words.js";

const FULL = 2; // nats at the bar's end

/** Make the list; `choose(run)` hears a press. */
export function createList(toy, choose) {
  const rows = new Map([...toy.decoders, ...toy.remedies].map((run) => [run, createRow(toy, run, choose)]));
  const part = (title, says, runs) =>
    h(
      "tbody",
      {},
      h(
        "tr",
        { className: "part" },
        h("th", { colSpan: 3, scope: "colgroup" }, h("h3", {}, title), h("p", { className: "note" }, says)),
      ),
      ...runs.map((run) => rows.get(run).node),
    );
  const head = h(
    "thead",
    {},
    h(
      "tr",
      {},
      h("th", { scope: "col" }, "Press to train"),
      h("th", { scope: "col" }, "Rate, nats"),
      h("th", { scope: "col" }, "Lost, nats"),
    ),
  );
  const node = h(
    "table",
    {
      className: "prices",
      dataTestid: "toy-list",
      dataControl: "toy_run",
      dataLabel: "decoders and remedies of the toy",
    },
    head,
    part("Three decoders", "The same data and encoder, from random weights.", toy.decoders),
    part(
      "Remedies",
      "Each begins with the collapsed model: the pre-trained decoder with its z switched off.",
      toy.remedies,
    ),
  );
  return {
    node,
    /** `live` is the run that trains, or null; `run` the one that is shown. */
    draw(run, seed, live) {
      for (const [name, row] of rows) row.draw(name === run, live?.run === name ? live : toy.at(name, seed));
    },
  };
}

function createRow(toy, run, choose) {
  const { label, says } = toy.words[run];
  const choice = button(label.toLowerCase(), `toy-${run}`, says, () => choose(run));
  const fill = h("i", { ariaHidden: "true" });
  const bar = h("span", { className: "price-bar", ariaHidden: "true" }, fill);
  const rate = h("span", { dataTestid: `toy-rate-${run}` });
  const lost = h("td", { dataTestid: `toy-lost-${run}` });
  const node = h("tr", {}, h("th", { scope: "row" }, choice), h("td", { className: "rate" }, bar, rate), lost);
  return {
    node,
    draw(chosen, end) {
      press(choice, chosen);
      node.classList.toggle("live", end.live);
      fill.style.width = `${(100 * Math.min(FULL, end.rate)) / FULL}%`;
      setText(rate, fixed(end.rate, 2));
      setText(lost, lossText(end.lost));
    },
  };
}
