/** Why: a line of pictures, one shown at a time; each is loaded when it is first shown. */

import { createPanel } from "../collapse/parts.js";
import { h } from "../shell/dom.js";

const PARTS = [
  { name: "scree", title: "Scree plot", load: () => import("./scree.js").then(({ createScree }) => createScree) },
  { name: "plane", title: "Rate and distortion", load: () => import("./plane.js").then(({ createPlane }) => createPlane) },
  { name: "heat", title: "Lights going out", load: () => import("./heat.js").then(({ createLights }) => createLights) },
  { name: "toy", title: "An exact toy", load: () => import("../toy/toy.js").then(({ createToy }) => createToy) },
  { name: "trap", title: "Mean or sum", load: () => import("./trap.js").then(({ createTrap }) => createTrap) },
  { name: "tight", title: "Tight and useless", load: () => import("./tight.js").then(({ createTight }) => createTight) },
  { name: "sigma", title: "What sigma does", load: () => import("./sigma.js").then(({ createSigma }) => createSigma) },
];
const STEPS = { ArrowRight: 1, ArrowLeft: -1 };

/** Build the tab. */
export function createWhy(page) {
  const { store } = page;
  const panels = PARTS.map(({ name, load }) => createPanel({ tab: `why-${name}`, load }, page));
  const list = createList(store);
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
    show: () => ((shown = true), turn()),
    hide: () => ((shown = false), turn()),
    close() {
      stop();
      list.close();
      panels.forEach((panel) => panel.close());
    },
  };
}

/** The line of pictures: arrows go along it. */
function createList(store) {
  const tabs = PARTS.map(({ name, title }) =>
    h("button", { type: "button", role: "tab", id: `tab-why-${name}`, ariaControls: `panel-why-${name}`, dataTestid: `why-${name}`, onclick: () => store.set({ why: name }) }, title),
  );
  const node = h("div", { className: "pictures", role: "tablist", ariaLabel: "Pictures that compute" }, ...tabs);
  node.addEventListener("keydown", (event) => {
    const at = PARTS.findIndex(({ name }) => name === store.get().why);
    const to = { Home: 0, End: PARTS.length - 1 }[event.key] ?? (event.key in STEPS ? (at + STEPS[event.key] + PARTS.length) % PARTS.length : null);
    if (to === null) return;
    event.preventDefault();
    store.set({ why: PARTS[to].name });
    tabs[to].focus();
  });
  const close = store.watch(["why"], ({ why }) => {
    PARTS.forEach(({ name }, i) => {
      tabs[i].setAttribute("aria-selected", String(name === why));
      tabs[i].tabIndex = name === why ? 0 : -1;
    });
  });
  return { node, close };
}
