/** Every decoder and remedy, its rate as a bar and what it loses; a press trains it. */

import { button, h, press, setText } from "../../core/dom.js";
import { fixed } from "../../core/format.js";
import { lossText } from "./words.js";

/** @import { End, Toy } from "./ends.js" */

const FULL = 2; // nats at the bar's end

/** Make the list; `choose(run)` is called at a press. @param {Toy} toy @param {(run: string) => void} choose */
export function createList(toy, choose) {
  const rows = new Map([...toy.decoders, ...toy.remedies].map((run) => [run, createRow(toy, run, choose)]));
  const part = (/** @type {string} */ title, /** @type {string} */ says, /** @type {string[]} */ runs) => {
    const head = h("th", { colSpan: 3, scope: "colgroup" }, h("h3", {}, title), h("p", { className: "note" }, says));
    return h("tbody", {}, h("tr", { className: "part" }, head), ...runs.map((run) => rows.get(run)?.node ?? null));
  };
  const titles = ["Press to train", "Rate (nats)", "Lost (nats)"].map((title) => h("th", { scope: "col" }, title));
  const props = { className: "prices", dataTestid: "toy-list", dataControl: "toy_run", dataLabel: "Runs of the toy" };
  const remedies = "Each begins with the collapsed model: the pre-trained decoder with its z switched off.";
  return {
    node: h(
      "table",
      props,
      h("thead", {}, h("tr", {}, ...titles)),
      part("Three decoders", "The same data and encoder, from random weights.", toy.decoders),
      part("Remedies", remedies, toy.remedies),
    ),
    /** `run` is shown, `live` trains. @param {string} run @param {number} seed @param {End | null} live */
    draw(run, seed, live) {
      for (const [name, row] of rows) row.draw(name === run, live?.run === name ? live : toy.at(name, seed));
    },
  };
}

/** @param {Toy} toy @param {string} run @param {(run: string) => void} choose */
function createRow(toy, run, choose) {
  const { label, says } = toy.words[run];
  const choice = button(label, `toy-${run}`, says, () => choose(run));
  const fill = h("i", { ariaHidden: "true" });
  const bar = h("span", { className: "price-bar", ariaHidden: "true" }, fill);
  const rate = h("span", { dataTestid: `toy-rate-${run}` });
  const lost = h("td", { dataTestid: `toy-lost-${run}` });
  const node = h("tr", {}, h("th", { scope: "row" }, choice), h("td", { className: "rate" }, bar, rate), lost);
  return {
    node,
    /** @param {boolean} chosen @param {End} end */
    draw(chosen, end) {
      press(choice, chosen);
      node.classList.toggle("live", end.live);
      fill.style.width = `${(100 * Math.min(FULL, end.rate)) / FULL}%`;
      setText(rate, fixed(end.rate, 2));
      setText(lost, lossText(end.lost));
    },
  };
}
