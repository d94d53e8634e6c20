/** A line of tabs: one is shown at a time, arrow keys move along it. */

/** @import { Store } from "./types.js" */

import { h } from "./dom.js";

/** @type {Record<string, number>} */
const STEPS = { ArrowRight: 1, ArrowLeft: -1 };

/**
 * Build the line, bound to the store's `key`; the panel of a tab is `panel-${name}`.
 * @param {object} options
 * @param {{ value: unknown; name: string; test: string; title: string }[]} options.tabs
 * @param {string} options.key
 * @param {string} options.label
 * @param {string} options.className
 * @param {Store<any>} store
 */
export function createTabs({ tabs: parts, key, label, className }, store) {
  const tabs = parts.map(({ value, name, test, title }) =>
    h(
      "button",
      {
        type: "button",
        role: "tab",
        id: `tab-${name}`,
        ariaControls: `panel-${name}`,
        dataTestid: test,
        onclick: () => store.set({ [key]: value }),
      },
      title,
    ),
  );
  const node = h("div", { className, role: "tablist", ariaLabel: label }, ...tabs);
  const now = () => parts.findIndex(({ value }) => value === store.get()[key]);
  node.addEventListener("keydown", (event) => {
    let to = event.key === "Home" ? 0 : parts.length - 1;
    if (event.key in STEPS) to = (now() + STEPS[event.key] + parts.length) % parts.length;
    else if (event.key !== "Home" && event.key !== "End") return;
    event.preventDefault();
    store.set({ [key]: parts[to].value });
    tabs[to].focus();
  });
  const stop = store.watch([key], () => {
    const at = now();
    tabs.forEach((tab, i) => {
      tab.setAttribute("aria-selected", String(i === at));
      tab.tabIndex = i === at ? 0 : -1;
    });
    centre();
  });
  function centre() {
    const tab = tabs[now()]; // on a phone they extend past the edge
    if (tab) node.scrollLeft = tab.offsetLeft - node.offsetLeft - (node.clientWidth - tab.offsetWidth) / 2;
  }
  const sizes = new ResizeObserver(centre);
  sizes.observe(node);
  function close() {
    sizes.disconnect();
    stop();
  }
  return { node, close };
}
