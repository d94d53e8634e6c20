/** Below the active dimensions: the line that parts them from the collapsed ones, and these, folded. */

import { h } from "../core/dom.js";
import { plural } from "../core/format.js";
import { ACTIVE } from "./bar.js";

const TITLE = `A dimension counts as active where the variance of \u03bc over the stored images is above ${ACTIVE} (Burda et al. 2016). That is not its rate: where the aggregate matches the prior, a variance of ${ACTIVE} goes with ${(-0.5 * Math.log(1 - ACTIVE)).toFixed(3)} nats.`;

/** Build the line and the folded rows; nothing where it is unknown what is active. `opened(node)` hears of the fold. */
export function createFold(rows, known, opened) {
  if (!known) return [];
  const line = h(
    "p",
    { className: "threshold", dataTestid: "threshold", title: TITLE },
    `active: variance of \u03bc above ${ACTIVE}`,
  );
  if (!rows.length) return [line];
  const summary = h(
    "summary",
    {},
    `${plural(rows.length, "collapsed dimension")}: try ${rows.length === 1 ? "it" : "them"}`,
  );
  const node = h("details", { className: "fold" }, summary, ...rows.map((row) => row.node));
  node.ontoggle = () => opened(node);
  return [line, node];
}
