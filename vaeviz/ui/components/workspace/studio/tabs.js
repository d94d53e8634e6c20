/** Tabs: one panel of several is seen. */

import { h } from "../shell/dom.js";

/** Build them of [{name, title, node, show}]; `show()` is called when its panel is seen. `offer(names)` says which there are. */
export function createTabs(label, panels) {
  const tabs = panels.map(({ name, title }) => h("button", { type: "button", role: "tab", id: `tab-${name}`, dataTestid: `tab-${name}`, onclick: () => turn(name) }, title));
  const list = h("div", { className: "tablist", role: "tablist", ariaLabel: label }, ...tabs);
  let now = panels[0].name;
  let offered = panels.map(({ name }) => name);
  panels.forEach(({ name, node }) => Object.assign(node, { role: "tabpanel" }) && node.setAttribute("aria-labelledby", `tab-${name}`));

  function turn(name) {
    now = name;
    panels.forEach((panel, i) => {
      const on = panel.name === now;
      panel.node.hidden = !on;
      tabs[i].hidden = !offered.includes(panel.name);
      tabs[i].setAttribute("aria-selected", String(on));
      tabs[i].tabIndex = on ? 0 : -1;
      if (on) panel.show?.();
    });
  }
  list.onkeydown = (event) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!step) return;
    event.preventDefault();
    const next = offered[(offered.indexOf(now) + step + offered.length) % offered.length];
    turn(next);
    tabs[panels.findIndex(({ name }) => name === next)].focus();
  };
  turn(now);
  return {
    node: h("div", { className: "tabs" }, list, ...panels.map(({ node }) => node)),
    /** Offer these alone. */
    offer(names) {
      offered = names;
      turn(names.includes(now) ? now : names[0]);
    },
    /** Have what is seen look after itself again. */
    refresh: () => panels.find(({ name }) => name === now).show?.(),
  };
}
