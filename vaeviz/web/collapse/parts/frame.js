/** The frame of a figure: its question, its text, the controls and the charts; the reason where its data fail. */

/** @import { CollapsePage } from "../../core/types.js" */
/** @import { Content } from "../../core/loaded.js" */

import { createLoaded } from "../../core/loaded.js";
import { h, rich } from "../../core/dom.js";

/**
 * Make the frame and fetch its data at the first show.
 * @param {CollapsePage} page
 * @param {object} options
 * @param {string} options.question
 * @param {string[]} options.names of the data, as `page.facts` takes them
 * @param {(...facts: any[]) => Content} options.build called with the data once they are there
 * @param {string} options.test data-testid, and the name of its text in docs/theory.md
 */
export function createFrame(page, { question, names, build, test }) {
  const body = h("div", { className: "body" });
  const node = h(
    "article",
    { className: "picture", dataTestid: test },
    h("header", {}, h("h2", {}, question), h("p", {}, rich(page.texts[test]))),
    body,
  );
  const make = async () => build(...(await Promise.all(names.map((name) => page.facts(name)))));
  return { node, ...createLoaded(body, { test, loading: "Loading the figures", make }) };
}
