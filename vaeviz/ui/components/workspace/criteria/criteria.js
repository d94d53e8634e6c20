/** Diagnostics: every criterion of collapse beside the others, on any shipped model, with thresholds that move. */

import { button, h } from "../shell/dom.js";
import { createBoard } from "./board.js";
import { readModels } from "./models.js";

/** The part of the page: fetches the figures when it is first shown. */
export function createCriteria(page) {
  const node = h("div", { className: "criteria", dataTestid: "criteria" });
  let board = null;
  let asked = false;
  let closed = false;
  async function ask() {
    asked = true;
    node.replaceChildren(h("p", { className: "note" }, "Measuring the codes of the shipped models"));
    try {
      const found = readModels(await page.facts("criteria"));
      if (closed) return;
      if (!found.models.length) throw new Error("No model has codes yet. Make them: python -m vaeviz codes, and the model's folder.");
      board = createBoard(page, found);
      node.replaceChildren(...board.nodes);
    } catch (error) {
      asked = false;
      node.replaceChildren(h("div", { className: "missing", role: "alert" }, h("p", {}, error.message), button("Try again", "criteria-again", null, ask)));
    }
  }
  return {
    node,
    show: () => asked || ask(),
    hide() {},
    close() {
      closed = true;
      board?.close();
    },
  };
}
