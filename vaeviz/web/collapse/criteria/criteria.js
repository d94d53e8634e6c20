/** Diagnostics: every criterion of collapse beside the others, on any shipped model, with thresholds that move. */

import { createLoaded } from "../../core/loaded.js";
import { h } from "../../core/dom.js";
import { createBoard } from "./board.js";
import { readModels } from "./models.js";

/** The part of the page: fetches the figures when it is first shown. */
export function createCriteria(page) {
  const node = h("div", { className: "criteria", dataTestid: "criteria" });
  const make = async () => {
    return createBoard(page, readModels(await page.facts("criteria")));
  };
  return {
    node,
    ...createLoaded(node, { test: "criteria", loading: "Measuring the codes of the shipped models", make }),
  };
}
