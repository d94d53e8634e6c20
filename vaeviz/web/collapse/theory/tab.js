/** Why: a line of pictures, one shown at a time; each is loaded when it is first shown. */

/** @import { CollapsePage, Part } from "../../core/types.js" */

import { createPanel } from "../parts/panel.js";
import { createTabs } from "../../core/tabs.js";
import { h } from "../../core/dom.js";

const PARTS = [
  { name: "scree", title: "Scree plot", load: () => import("./scree.js").then(({ createScree }) => createScree) },
  {
    name: "plane",
    title: "Rate and distortion",
    load: () => import("./plane.js").then(({ createPlane }) => createPlane),
  },
  {
    name: "heat",
    title: "Lights going out",
    load: () => import("./rate-history.js").then(({ createLights }) => createLights),
  },
  { name: "toy", title: "An exact toy", load: () => import("../toy/toy.js").then(({ createToy }) => createToy) },
  { name: "trap", title: "Mean or sum", load: () => import("./trap.js").then(({ createTrap }) => createTrap) },
  {
    name: "tight",
    title: "Tight and useless",
    load: () => import("./tight.js").then(({ createTight }) => createTight),
  },
  { name: "sigma", title: "What sigma does", load: () => import("./sigma.js").then(({ createSigma }) => createSigma) },
];

/**
 * Build the tab.
 * @param {CollapsePage} page
 * @returns {Part}
 */
export function createWhy(page) {
  const { store } = page;
  const panels = PARTS.map(({ name, load }) => createPanel({ tab: `why-${name}`, load }, page));
  const list = createTabs(
    {
      key: "why",
      label: "Pictures that compute",
      className: "pictures",
      tabs: PARTS.map(({ name, title }) => ({ value: name, name: `why-${name}`, test: `why-${name}`, title })),
    },
    store,
  );
  const node = h("div", { className: "why" }, list.node, ...panels.map((panel) => panel.node));
  let shown = false;
  const turn = () => {
    const at = PARTS.findIndex(({ name }) => name === store.get().why);
    panels.forEach((panel, i) => (i !== at || !shown) && panel.hide());
    if (shown) panels[at].show();
  };
  const stop = store.watch(["why"], turn);
  return {
    node,
    show() {
      shown = true;
      turn();
    },
    hide() {
      shown = false;
      turn();
    },
    close() {
      stop();
      list.close();
      panels.forEach((panel) => panel.close());
    },
  };
}
