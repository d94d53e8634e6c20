/** One Collapse page: its store and address, the tabs, and the parts behind them. */

/** @import { CollapsePage, CollapseStore, Part } from "../../core/types.js" */

import { notifyTheme } from "../../plot/theme.js";
import { linkStyles } from "../../core/stylesheets.js";
import { h, setText } from "../../core/dom.js";
import { keepFocus } from "../../core/focus.js";
import { fetchBody } from "../../core/loaded.js";
import { unpack } from "../../core/packing.js";
import { createStore } from "../../core/store.js";
import { watchAddress } from "./address.js";
import { createHiding } from "./hiding.js";
import { createPanel } from "../parts/panel.js";
import { PARTS } from "./parts.js";
import { createShare } from "./share.js";
import { declareKeys, initial, read } from "./state.js";
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

/**
 * What Streamlit gives at each run.
 * @typedef {Pick<CollapsePage, "endpoints" | "token" | "texts" | "schema">} Payload
 */

/**
 * Build the page in `parent`; `update(payload)` takes that of a later run.
 * @param {Element} parent
 * @param {Payload} data
 */
export function mount(parent, data) {
  declareKeys(data.schema);
  const store = createStore(initial());
  const { page, take } = createPage(store, data);
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
  const lesson = createLessonPanel(page);
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
      lesson.node,
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
      for (const [i, panel] of panels.entries()) if (PARTS[i].tab !== tab) panel.hide();
      panels[PARTS.findIndex((part) => part.tab === tab)].show();
    }),
  ];
  return {
    /** @param {Payload} given */
    update(given) {
      take(given);
      notifyTheme();
    },
    unmount() {
      [stopAddress, releaseFocus, tabs.close, hiding.close, lesson.close, ...stops].forEach((stop) => stop());
      panels.forEach((panel) => panel.close());
      sheets.forEach((sheet) => sheet.remove());
      root.remove();
    },
  };
}

/**
 * What every part is given; `take` sets a new payload, with a new token after the server was restarted.
 * @param {CollapseStore} store
 * @param {Payload} data
 */
function createPage(store, data) {
  let place = data;
  /** @type {CollapsePage} */
  const page = {
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
    get schema() {
      return place.schema;
    },
    facts: createFacts(() => place),
    publish: (key, value) => store.set({ found: { ...store.get().found, [key]: value } }),
    read,
    say: (text) => store.set({ say: text }),
  };
  /** @param {Payload} given */
  const take = (given) => {
    place = given;
  };
  return { page, take };
}

/**
 * Make `facts(name)`: measurements and texts by name, fetched once per page; what failed is fetched again.
 * @param {() => Payload} place the payload as it is now
 * @returns {CollapsePage["facts"]}
 */
function createFacts(place) {
  /** @type {Map<string, ReturnType<CollapsePage["facts"]>>} */
  const known = new Map();
  return (name) => {
    const before = known.get(name);
    if (before) return before;
    const { endpoints, token } = place();
    const facts = fetchBody(`${endpoints.collapse}/${name}`, token, "The figures").then(unpack);
    facts.catch(() => known.delete(name));
    known.set(name, facts);
    return facts;
  };
}

/**
 * The panel of the open lesson, beside the screen; the lessons' own modules are loaded with the first one.
 * @param {CollapsePage} page
 */
function createLessonPanel(page) {
  const node = h("aside", { className: "guide", ariaLabel: "Lesson", dataTestid: "guide", hidden: true });
  /** @type {Part | null} */
  let guide = null;
  let asked = false;
  let closed = false;
  async function load() {
    asked = true;
    try {
      const { createGuide } = await import("../lessons/guide.js");
      if (closed) return;
      guide = createGuide(page);
      node.replaceChildren(guide.node);
    } catch (error) {
      console.warn(error);
      asked = false;
      node.replaceChildren(h("p", { className: "note" }, "The lesson could not be loaded. Reload the page."));
    }
  }
  const stop = page.store.watch(["lesson"], ({ lesson }) => {
    node.hidden = !lesson;
    if (lesson && !asked) load();
  });
  return {
    node,
    close() {
      closed = true;
      stop();
      guide?.close?.();
    },
  };
}
