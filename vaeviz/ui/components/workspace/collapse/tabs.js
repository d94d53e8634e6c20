/** The line of tabs: one is shown at a time, arrows go along it. */

import { h } from "../shell/dom.js";

const STEPS = { ArrowRight: 1, ArrowLeft: -1 };

/** Build the line for `parts`, bound to the store's `tab`. */
export function createTabs(parts, store) {
  const tabs = parts.map(({ tab, title }) =>
    h("button", { type: "button", role: "tab", id: `tab-${tab}`, ariaControls: `panel-${tab}`, dataTestid: `tab-${tab}`, onclick: () => store.set({ tab }) }, title),
  );
  const node = h("div", { className: "tabs", role: "tablist", ariaLabel: "Parts of this page" }, ...tabs);
  node.addEventListener("keydown", (event) => {
    const at = parts.findIndex(({ tab }) => tab === store.get().tab);
    const to = { Home: 0, End: parts.length - 1 }[event.key] ?? (event.key in STEPS ? (at + STEPS[event.key] + parts.length) % parts.length : null);
    if (to === null) return;
    event.preventDefault();
    store.set({ tab: parts[to].tab });
    tabs[to].focus();
  });
  const stop = store.watch(["tab"], ({ tab }) => {
    parts.forEach((part, i) => {
      tabs[i].setAttribute("aria-selected", String(part.tab === tab));
      tabs[i].tabIndex = part.tab === tab ? 0 : -1;
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
