/** Tabs: one panel of several is seen. */

import { h } from "../core/dom.js";

/** Build them of [{name, title, node, show}]; `choose(name)` hears which one a hand turns to, `see` has it seen. */
export function createTabs(label, panels, choose) {
  const tabs = panels.map(({ name, title }) =>
    h(
      "button",
      { type: "button", role: "tab", id: `tab-${name}`, dataTestid: `tab-${name}`, onclick: () => choose(name) },
      title,
    ),
  );
  const list = h("div", { className: "tablist", role: "tablist", ariaLabel: label }, ...tabs);
  let now = "";
  let offered = [];
  panels.forEach(
    ({ name, node }) =>
      Object.assign(node, { role: "tabpanel" }) && node.setAttribute("aria-labelledby", `tab-${name}`),
  );
  list.onkeydown = (event) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!step) return;
    event.preventDefault();
    const next = offered[(offered.indexOf(now) + step + offered.length) % offered.length];
    choose(next);
    tabs[panels.findIndex(({ name }) => name === next)].focus();
  };
  return {
    node: h("div", { className: "tabs" }, list, ...panels.map(({ node }) => node)),
    /** Offer `names` alone, and have the panel of `wanted` seen, else the first; its `show()` is called each time. */
    see(wanted, names) {
      offered = names;
      now = names.includes(wanted) ? wanted : names[0];
      panels.forEach((panel, i) => {
        const on = panel.name === now;
        panel.node.hidden = !on;
        tabs[i].hidden = !names.includes(panel.name);
        tabs[i].setAttribute("aria-selected", String(on));
        tabs[i].tabIndex = on ? 0 : -1;
        if (on) panel.show?.();
      });
    },
  };
}
