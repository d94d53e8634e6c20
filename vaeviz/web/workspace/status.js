/** The bottom line: what just happened, for eyes and screen readers; the state of the line; how fast it is. */

import { button, h, setText } from "../core/dom.js";
import { fixed } from "../core/format.js";
import { keep, recall } from "../core/storage.js";

const LINKS = { connecting: "connecting", open: "live", waiting: "offline", refused: "ended", closed: "closed" };
const WAYS = { page: "in the page", socket: "over the socket", requests: "by requests" };
const SHOWN = "vaeviz.timing"; // "off": this browser hides the read-out

/** Build the line; `reload()` is for a session that has ended for good. */
export function createStatus(store, reload) {
  const said = h("p", { className: "said", role: "status", ariaLive: "polite" });
  const light = h("span", { className: "light" });
  const anew = button("reload", "reload", "Load the page anew; the address keeps the view", reload, { hidden: true });
  store.watch(["say"], ({ say }) => setText(said, say));
  store.watch(["link", "way"], ({ link, way }) => {
    light.dataset.state = link.state;
    setText(light, linkText(link, way));
    anew.hidden = !link.over;
  });
  return h("footer", { className: "strip" }, said, ...createTiming(store), light, anew);
}

/** What the light says; while the page makes the pictures itself, what a lost line means. */
export function linkText({ state, over }, way) {
  const lost = way === "page" && (state === "waiting" || state === "refused");
  if (lost && over) return `${LINKS[state]}: drawing and uploads need the page loaded anew`;
  return LINKS[state] + (lost ? ": drawing and uploads wait for the connection" : "");
}

/** What the read-out says: the time in the model, where that is, and the time of a request and its answer. */
export function timingText({ computeMs, roundTripMs }, way) {
  if (computeMs === null || !way) return "";
  const trip = roundTripMs === null ? "" : `, round trip ${fixed(roundTripMs, 1)} ms`;
  return `decode ${fixed(computeMs, 1)} ms ${WAYS[way]}${trip}`;
}

/** The read-out and the button that hides it. */
function createTiming(store) {
  const latency = h("span", {
    className: "latency",
    dataTestid: "latency",
    title: "Time in the model; and from request to answer, median of the last 15",
  });
  const toggle = button("", "latency-toggle", "Show or hide how long pictures take", () => show(latency.hidden));
  function show(shown) {
    latency.hidden = !shown;
    setText(toggle, shown ? "hide timing" : "show timing");
    keep(SHOWN, shown ? "on" : "off");
  }
  show(recall(SHOWN, null) !== "off");
  store.watch(["latency", "way"], (state) => setText(latency, timingText(state.latency, state.way)));
  return [latency, toggle];
}

/** Build the place for notices: what went wrong, in place, until it is closed. */
export function createNotice(store) {
  const text = h("p", {});
  const close = h(
    "button",
    { type: "button", ariaLabel: "Close this notice", onclick: () => store.set({ notice: null }) },
    "close",
  );
  const node = h("div", { className: "notice", role: "alert", dataTestid: "notice" }, text, close);
  store.watch(["notice"], ({ notice }) => {
    node.hidden = !notice;
    setText(text, notice ?? "");
  });
  return node;
}
