/** A line of tabs: one is shown at a time, arrows go along it. */

import { h } from "./dom.js";

const STEPS = { ArrowRight: 1, ArrowLeft: -1 };

/** Build the line, bound to the store's `key`; tabs are {value, name, test, title}, the panel of one is `panel-${name}`. */
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
    const to =
      { Home: 0, End: parts.length - 1 }[event.key] ??
      (event.key in STEPS ? (now() + STEPS[event.key] + parts.length) % parts.length : null);
    if (to === null) return;
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
    const tab = node.querySelector("[aria-selected=true]"); // on a phone they go past the edge
    if (tab) node.scrollLeft = tab.offsetLeft - node.offsetLeft - (node.clientWidth - tab.offsetWidth) / 2;
  }
  const sizes = new ResizeObserver(centre);
  sizes.observe(node);
  return { node, close: () => (sizes.disconnect(), stop()) };
}
