/** The status line: what just happened, also for screen readers; the state of the connection; timing. */

/** @import { Link, PageStore, State } from "../core/types.js" */

import { button, h, setText } from "../core/dom.js";
import { fixed } from "../core/format.js";
import { keep, recall } from "../core/storage.js";

/** @type {Record<string, string>} */
const LINKS = { connecting: "connecting", open: "live", waiting: "offline", refused: "ended", closed: "closed" };
const WAYS = { page: "in the page", socket: "over the socket", requests: "by requests" };
const SHOWN = "vaeviz.timing"; // "off": this browser hides the timing

/** Build the line; `reload()` is for a session that cannot be renewed. */
export function createStatus(/** @type {PageStore} */ store, /** @type {() => void} */ reload) {
  const said = h("p", { className: "said", role: "status", ariaLive: "polite" });
  const light = h("span", { className: "light" });
  const anew = button("Reload", "reload", "Reload the page; its URL keeps the view", reload, { hidden: true });
  store.watch(["say"], ({ say }) => setText(said, say));
  store.watch(["link", "way", "encodes"], ({ link, way, encodes }) => {
    light.dataset.state = link.state;
    setText(light, linkText(link, way, encodes));
    light.title = encodes ? "This page decodes and encodes by itself" : "";
    anew.hidden = !link.over;
  });
  return h("footer", { className: "strip" }, said, ...createTiming(store), light, anew);
}

/**
 * The text beside the light; while the page computes the images itself, what a lost connection means.
 * @param {Link} link
 * @param {State["way"]} way
 * @param {boolean} encodes whether the page encodes, too
 */
export function linkText({ state, over }, way, encodes) {
  const lost = way === "page" && (state === "waiting" || state === "refused");
  if (lost && over) return `${LINKS[state]}: reload the page to go on`;
  return LINKS[state] + (lost ? `: ${encodes ? "sliders, map and drawing" : "sliders and map"} keep working` : "");
}

/**
 * The timing as text: the time in the model, where that was, and the round trip.
 * @param {State["latency"]} latency
 * @param {State["way"]} way
 */
export function timingText({ computeMs, roundTripMs }, way) {
  if (computeMs === null || !way) return "";
  const trip = roundTripMs === null ? "" : `, round trip ${fixed(roundTripMs, 1)} ms`;
  return `decode ${fixed(computeMs, 1)} ms ${WAYS[way]}${trip}`;
}

/** The timing and the button that hides it. */
function createTiming(/** @type {PageStore} */ store) {
  const latency = h("span", {
    className: "latency",
    dataTestid: "latency",
    title: "Time in the model, and round trip (median of the last 15)",
  });
  const toggle = button("", "latency-toggle", "Show or hide how long an image takes", () =>
    show(latency.hidden === true),
  );
  function show(/** @type {boolean} */ shown) {
    latency.hidden = !shown;
    setText(toggle, shown ? "Hide timing" : "Show timing");
    keep(SHOWN, shown ? "on" : "off");
  }
  show(recall(SHOWN, null) !== "off");
  store.watch(["latency", "way"], (state) => setText(latency, timingText(state.latency, state.way)));
  return [latency, toggle];
}

/** Build the place for notices: what went wrong, in place, until it is closed. */
export function createNotice(/** @type {PageStore} */ store) {
  const text = h("p", {});
  const close = h(
    "button",
    { type: "button", ariaLabel: "Close this notice", onclick: () => store.set({ notice: null }) },
    "Close",
  );
  const node = h("div", { className: "notice", role: "alert", dataTestid: "notice" }, text, close);
  store.watch(["notice"], ({ notice }) => {
    node.hidden = !notice;
    setText(text, notice ?? "");
  });
  return node;
}
