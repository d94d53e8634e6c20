/** One Collapse page: its store and address, the tabs, and the parts behind them. */

import { notifyTheme } from "../../plot/theme.js";
import { linkStyles } from "../../core/stylesheets.js";
import { h, setText } from "../../core/dom.js";
import { keepFocus } from "../../core/focus.js";
import { createStore } from "../../core/store.js";
import { watchAddress } from "./address.js";
import { createFacts } from "./figures.js";
import { createGuiding } from "./guiding.js";
import { createHiding } from "./hiding.js";
import { createPanel } from "../parts/panel.js";
import { PARTS } from "./parts.js";
import { createShare } from "./share.js";
import { initial, read } from "./state.js";
import { createTabs } from "../../core/tabs.js";

const SHEETS = [
  "workspace",
  "plot",
  "collapse",
  "collapse/lab",
  "collapse/sweep",
  "collapse/theory",
  "collapse/toy",
  "collapse/race",
  "collapse/criteria",
  "collapse/lessons",
];

/** Build the page in `parent`; `update(data)` takes what Streamlit gives at each run. */
export function mount(parent, data) {
  const store = createStore(initial());
  const page = createPage(store, data);
  const stopAddress = watchAddress(store);
  const tabs = createTabs(
    {
      key: "tab",
      label: "Parts of this page",
      className: "tabs",
      tabs: PARTS.map(({ tab, title }) => ({ value: tab, name: tab, test: `tab-${tab}`, title })),
    },
    store,
  );
  const panels = PARTS.map((part) => createPanel(part, page));
  const hiding = createHiding(store);
  const guiding = createGuiding(page);
  const said = h("p", { className: "said", role: "status", ariaLive: "polite", dataTestid: "said" });
  const root = h(
    "main",
    { className: "ws collapse", ariaLabel: "Posterior collapse" },
    hiding.style,
    h(
      "header",
      { className: "top" },
      tabs.node,
      createShare(
        page,
        panels.map(({ node }) => node),
      ),
    ),
    hiding.note,
    h(
      "div",
      { className: "beside" },
      guiding.node,
      h("div", { className: "panels" }, ...panels.map(({ node }) => node)),
    ),
    h("footer", { className: "strip" }, said),
  );
  const sheets = linkStyles(root, SHEETS, data.endpoints.static);
  const releaseFocus = keepFocus(root);
  parent.append(...sheets, root);
  const stops = [
    store.watch(["say"], ({ say }) => setText(said, say)),
    store.watch(["tab"], ({ tab }) => {
      panels.forEach((panel, i) => PARTS[i].tab !== tab && panel.hide());
      panels[PARTS.findIndex((part) => part.tab === tab)].show();
    }),
  ];
  return {
    update(given) {
      page.take(given);
      notifyTheme();
    },
    unmount() {
      [stopAddress, releaseFocus, tabs.close, hiding.close, guiding.close, ...stops].forEach((stop) => stop());
      panels.forEach((panel) => panel.close());
      sheets.forEach((sheet) => sheet.remove());
      root.remove();
    },
  };
}

/** What every part is given; `take` hears of a new token after the server was restarted. */
function createPage(store, data) {
  let place = data;
  return {
    store,
    get endpoints() {
      return place.endpoints;
    },
    get token() {
      return place.token;
    },
    get texts() {
      return place.texts;
    },
    facts: createFacts(() => place),
    publish: (key, value) => store.set({ found: { ...store.get().found, [key]: value } }),
    read,
    say: (text) => store.set({ say: text }),
    take: (given) => (place = given),
  };
}
