/** The panel of one part of the page, loaded when it is first shown; one that fails to load leaves the others alone. */

/** @import { CollapsePage, Part } from "../../core/types.js" */

import { button, h } from "../../core/dom.js";

/**
 * Make the panel of one part: `show()`, `hide()` and `close()` reach the part once it is there.
 * @param {{ tab: string; load: () => Promise<(page: CollapsePage) => Part> }} options
 * @param {CollapsePage} page
 */
export function createPanel({ tab, load }, page) {
  const node = h("section", {
    className: "tab-panel",
    role: "tabpanel",
    id: `panel-${tab}`,
    ariaLabelledby: `tab-${tab}`,
    dataTestid: `panel-${tab}`,
    hidden: true,
  });
  /** @type {Part | null} */
  let part = null;
  let shown = false;
  let asked = false;
  let closed = false;
  function ask() {
    asked = true;
    node.replaceChildren(h("p", { className: "note" }, "Loading"));
    load().then(arrive).catch(refuse);
  }
  /** @param {(page: CollapsePage) => Part} create */
  function arrive(create) {
    if (closed) return;
    part = create(page);
    node.replaceChildren(part.node);
    if (shown) part.show?.();
  }
  /** @param {unknown} error */
  function refuse(error) {
    console.warn(error);
    part = null;
    const again = button("Try again", `again-${tab}`, null, ask);
    node.replaceChildren(h("div", { className: "missing" }, h("p", {}, "This part could not be loaded."), again));
  }
  return {
    node,
    show() {
      shown = true;
      node.hidden = false;
      if (!asked) ask();
      else part?.show?.();
    },
    hide() {
      if (!shown) return;
      shown = false;
      node.hidden = true;
      part?.hide?.();
    },
    close() {
      closed = true;
      part?.close?.();
    },
  };
}
