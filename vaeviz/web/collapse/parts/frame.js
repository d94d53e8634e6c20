/** The frame of a picture: its question, what is to be seen, the controls, the charts; words where its figures fail. */

import { createLoaded } from "../../core/loaded.js";
import { h, rich } from "../../core/dom.js";

/**
 * Make the frame and fetch its figures at the first show. `build(facts)` is called once they are there and returns
 * {nodes, show(), hide(), close()}; `names` are those of the figures, `test` that of its text in docs/theory.md.
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
