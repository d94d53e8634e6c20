/** The frame of a picture: its question, what is to be seen, the controls, the charts; words where its figures fail. */

import { button, h } from "../shell/dom.js";

/**
 * Make the frame and fetch its figures at the first show. `build(facts)` is called once they are there and returns
 * {nodes, show(), hide(), close()}; `names` are those of the figures.
 */
export function createFrame(page, { question, lead, names, build, test }) {
  const body = h("div", { className: "body" }, h("p", { className: "note" }, "Loading the figures"));
  const node = h("article", { className: "picture", dataTestid: test }, h("header", {}, h("h2", {}, question), ...lead.map((text) => h("p", {}, text))), body);
  let inner = null;
  let asked = false;
  let shown = false;
  let closed = false;
  const ask = async () => {
    asked = true;
    body.replaceChildren(h("p", { className: "note" }, "Loading the figures"));
    try {
      const facts = await Promise.all(names.map((name) => page.facts(name)));
      if (closed) return;
      inner = build(...facts);
      body.replaceChildren(...inner.nodes);
      if (shown) inner.show();
    } catch (error) {
      body.replaceChildren(h("div", { className: "missing" }, h("p", {}, error.message), button("Try again", `${test}-again`, null, ask)));
    }
  };
  return {
    node,
    show() {
      shown = true;
      if (!asked) ask();
      else inner?.show();
    },
    hide() {
      shown = false;
      inner?.hide();
    },
    close() {
      closed = true;
      inner?.close();
    },
  };
}
