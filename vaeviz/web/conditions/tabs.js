/** Tabs: one panel of several is shown. */

import { h } from "../core/dom.js";

/** @typedef {{ name: string, title: string, node: HTMLElement, show?(): void }} Panel */

/**
 * Build them; `choose(name)` is called with the one that a visitor turns to, `show` shows it.
 * @param {string} label
 * @param {Panel[]} panels
 * @param {(name: string) => void} choose
 */
export function createTabs(label, panels, choose) {
  const tabs = panels.map(({ name, title }) =>
    h(
      "button",
      { type: "button", role: "tab", id: `tab-${name}`, dataTestid: `tab-${name}`, onclick: () => choose(name) },
      title,
    ),
  );
  const list = h("div", { className: "tablist", role: "tablist", ariaLabel: label }, ...tabs);
  let shown = "";
  /** @type {string[]} */
  let offered = [];
  for (const { name, node } of panels) {
    node.setAttribute("role", "tabpanel");
    node.setAttribute("aria-labelledby", `tab-${name}`);
  }
  list.onkeydown = (/** @type {KeyboardEvent} */ event) => {
    const step = event.key === "ArrowRight" ? 1 : event.key === "ArrowLeft" ? -1 : 0;
    if (!step) return;
    event.preventDefault();
    const next = offered[(offered.indexOf(shown) + step + offered.length) % offered.length];
    choose(next);
    tabs[panels.findIndex(({ name }) => name === next)].focus();
  };
  return {
    node: h("div", { className: "tabs" }, list, ...panels.map(({ node }) => node)),
    /** Offer `names` only, and show the panel of `wanted`, else of the first; its `show()` is called each time. */
    show(/** @type {string} */ wanted, /** @type {string[]} */ names) {
      offered = names;
      shown = names.includes(wanted) ? wanted : names[0];
      panels.forEach((panel, i) => {
        const on = panel.name === shown;
        panel.node.hidden = !on;
        tabs[i].hidden = !names.includes(panel.name);
        tabs[i].setAttribute("aria-selected", String(on));
        tabs[i].tabIndex = on ? 0 : -1;
        if (on) panel.show?.();
      });
    },
  };
}
